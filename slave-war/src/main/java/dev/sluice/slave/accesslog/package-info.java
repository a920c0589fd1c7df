/**
 * An access.log on the node's own disk, for those who ask for one.
 *
 * <p>Beside the spool and less than it: what cannot be written is counted and gone. Records come here as they may be kept.
 */
@NullMarked
package dev.sluice.slave.accesslog;

import org.jspecify.annotations.NullMarked;
