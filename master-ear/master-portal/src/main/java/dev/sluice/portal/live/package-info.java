/** Carries what changed in the core to the open pages: at most twice a second for each topic, and only the topic's name. */
@NullMarked
package dev.sluice.portal.live;

import org.jspecify.annotations.NullMarked;
