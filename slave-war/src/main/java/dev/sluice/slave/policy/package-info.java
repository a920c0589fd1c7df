/**
 * How a published policy becomes the one that this node enforces: taken from the topic, checked, compiled, kept on
 * disk, swapped in.
 *
 * <p>{@link dev.sluice.slave.policy.PolicyIntake} is the one writer of both the disk and the active reference.
 * Nothing here decides an exchange or sends a message.
 */
@NullMarked
package dev.sluice.slave.policy;

import org.jspecify.annotations.NullMarked;
