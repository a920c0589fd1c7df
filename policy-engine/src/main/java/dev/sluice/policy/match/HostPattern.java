package dev.sluice.policy.match;

/**
 * A host as a rule names it.
 *
 * @param name normalised, without the leading dot
 * @param below whether it stands for all names below it, too
 */
public record HostPattern(String name, boolean below) {}
