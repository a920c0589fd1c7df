package dev.sluice.jms;

/**
 * The master has stored all records of this boot of the node below {@code next}; the node may free them.
 *
 * @param next the sequence that the master wants next, from 0
 */
public record AppliedMessage(String node, long boot, long next) {}
