/**
 * Operating system processes: start one with its log, know it again by pid and start time, stop it, see its memory.
 * Knows nothing of Sluice's parts. A process is only ever signalled after its start time was compared.
 */
@NullMarked
package dev.sluice.cli.process;

import org.jspecify.annotations.NullMarked;
