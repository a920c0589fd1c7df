/** Who may in: the login of the pages, the identity store over the accounts, and the headers of every response. */
@NullMarked
package dev.sluice.portal.access;

import org.jspecify.annotations.NullMarked;
