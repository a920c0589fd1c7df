package dev.sluice.master.report;

import java.time.Instant;

/**
 * Records of one class that a node gave up for one cause.
 *
 * @param of {@code allowed}, {@code refused}, {@code audited} or {@code unknown}
 * @param cause {@code full}, {@code age}, {@code damage}, {@code disk}, {@code behind} or {@code killed}
 * @param records how many, over all its lives
 * @param since when the first of them was given up, by the node's clock
 * @param until when the last of them was
 */
public record GapSum(String of, String cause, long records, Instant since, Instant until) {}
