package dev.sluice.master.report;

/**
 * Bytes that came in and could not be read.
 *
 * @param sequence of the first record lost in them
 * @param records how many are lost
 */
record Damage(long sequence, int records, String problem, byte[] bytes) {}
