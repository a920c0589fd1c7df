/** Who may in and from where: the login of the pages, the identity store over the accounts, and filters of every call. */
@NullMarked
package dev.sluice.portal.access;

import org.jspecify.annotations.NullMarked;
