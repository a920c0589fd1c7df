/**
 * The supervisor: starts the parts in order, keeps each running with a growing pause between restarts, takes over or
 * stops what an earlier supervisor left, and writes what it sees to {@code supervisor.json}. What a part is made of
 * stays behind {@link dev.sluice.cli.supervise.Part}.
 */
@NullMarked
package dev.sluice.cli.supervise;

import org.jspecify.annotations.NullMarked;
