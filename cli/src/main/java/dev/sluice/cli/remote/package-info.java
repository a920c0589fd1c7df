/**
 * The commands that ask the master over REST: policy, nodes, keys. Each reads what a person typed, makes calls, and prints.
 *
 * <p>What a call answers is printed as it came with {@code --json}; nothing here knows the database or the broker.
 */
@NullMarked
package dev.sluice.cli.remote;

import org.jspecify.annotations.NullMarked;
