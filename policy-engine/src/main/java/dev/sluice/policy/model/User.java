package dev.sluice.policy.model;

import java.util.List;

/**
 * Somebody who may say to a gateway who he is.
 *
 * @param name in lower case; clients may write it in any
 * @param groups the groups that he is in, for conditions
 * @param password what tells whether a password is his, never the password itself:
 *     {@code pbkdf2-sha256:iterations:salt:hash}, the last two in Base64
 */
public record User(String name, List<String> groups, String password) {
    public User {
        groups = List.copyOf(groups);
    }

    /** Without what tells the password: it is in no log. */
    @Override
    public String toString() {
        return "User[" + name + " in " + groups + "]";
    }
}
