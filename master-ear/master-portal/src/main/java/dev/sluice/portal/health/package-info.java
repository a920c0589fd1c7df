/** What the supervisor asks before it calls the master live and ready; needs no login and tells nothing else. */
@NullMarked
package dev.sluice.portal.health;

import org.jspecify.annotations.NullMarked;
