package dev.sluice.master.security;

import java.util.Optional;

/** The administrators' accounts and API tokens. Secrets are kept only as hashes. Safe for any thread. */
public class Accounts {
    /** Whether name and password are an administrator's. Takes as long for an unknown name; slows down after failures. */
    public boolean authenticate(String name, String password) {
        throw new UnsupportedOperationException(name + password.length());
    }

    /** Makes an API token for the administrator and returns its secret, which is not kept and cannot be shown again. */
    public String createToken(String account, String label) {
        throw new UnsupportedOperationException(account + label);
    }

    /** The account that a bearer token belongs to. */
    public Optional<String> accountOfToken(String secret) {
        throw new UnsupportedOperationException("" + secret.length());
    }
}
