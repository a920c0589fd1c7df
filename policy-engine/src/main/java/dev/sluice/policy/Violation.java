package dev.sluice.policy;

/**
 * One thing wrong in a bundle.
 *
 * @param path where, for instance {@code rules[3].conditions[0].networks[1]}
 * @param problem what is wrong and how to mend it, a sentence for the administrator
 */
public record Violation(String path, String problem) {
    @Override
    public String toString() {
        return path + ": " + problem;
    }
}
