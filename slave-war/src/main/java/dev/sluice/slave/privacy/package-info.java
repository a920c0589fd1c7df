/**
 * What access records may say of people, by the policy.
 *
 * <p>Records in, records out: where they come from and where they are written is not known here. No class here keeps or
 * logs a value that it was given to hide.
 */
@NullMarked
package dev.sluice.slave.privacy;

import org.jspecify.annotations.NullMarked;
