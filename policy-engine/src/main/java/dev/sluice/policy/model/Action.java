package dev.sluice.policy.model;

/** What is done with an exchange that a rule matches. */
public sealed interface Action {
    /** The exchange goes on. */
    record Allow() implements Action {}

    /**
     * The client gets the block page; nothing is sent to the origin.
     *
     * @param message shown to the user on the block page; may be empty
     */
    record Block(String message) implements Action {}

    /** The word for it in records, REST and the portal. */
    default String word() {
        if (this instanceof Allow) {
            return "allow";
        }
        return "block";
    }
}
