/**
 * The {@code sluice} command: one class for each subcommand. They read what a person typed, ask the other rooms, and
 * print; nothing else in this module writes to the terminal.
 */
@NullMarked
package dev.sluice.cli;

import org.jspecify.annotations.NullMarked;
