/**
 * The slave as a whole: makes its parts, starts them in order and stops them in reverse.
 *
 * <p>{@link dev.sluice.slave.Slave} is plain Java; the two container-made classes beside it only hand it what the
 * container owns. Nothing here decides, stores or sends.
 */
@NullMarked
package dev.sluice.slave;

import org.jspecify.annotations.NullMarked;
