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

    /**
     * The client has to say who it is, with a name and password of the bundle's users (RFC 9110 section 11.7), before rules after this
     * one are tried; for a client that has, the rule does not match. Nothing is sent to the origin.
     */
    record Authenticate() implements Action {}

    /** The word for it in records, REST and the portal. */
    default String word() {
        if (this instanceof Allow) {
            return "allow";
        }
        return this instanceof Block ? "block" : "authenticate";
    }
}
