package dev.sluice.policy.model;

import java.util.List;

/**
 * A named set of domains.
 *
 * @param name lower-case letters, digits and hyphens
 * @param domains each stands for itself and all below it
 */
public record Category(String name, List<String> domains) {
    public Category {
        domains = List.copyOf(domains);
    }
}
