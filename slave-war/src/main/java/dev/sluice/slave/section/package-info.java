/**
 * The long lists of policies: fetched from the master by their digest, kept as files named by it, and put back into the
 * policies that name them.
 *
 * <p>What a list is for is the policy's affair; here it is bytes that fit to a digest or do not.
 */
@NullMarked
package dev.sluice.slave.section;

import org.jspecify.annotations.NullMarked;
