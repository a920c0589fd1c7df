package dev.sluice.policy;

import java.util.List;
import java.util.stream.Collectors;

/** A bundle that cannot be compiled; says all that is wrong with it, not only the first. */
public final class InvalidPolicyException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Violation> violations;

    public InvalidPolicyException(List<Violation> violations) {
        super(violations.stream().map(Violation::toString).collect(Collectors.joining("; ")));
        this.violations = List.copyOf(violations);
    }

    public List<Violation> violations() {
        return violations;
    }
}
