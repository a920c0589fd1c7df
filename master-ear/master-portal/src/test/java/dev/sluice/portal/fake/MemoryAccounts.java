package dev.sluice.portal.fake;

import dev.sluice.master.persistence.DatabaseException;
import dev.sluice.master.security.Accounts;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** One administrator, and the tokens made in this test. */
public final class MemoryAccounts extends Accounts {
    public static final String NAME = "admin";
    public static final String PASSWORD = "correct horse: battery";

    /** The token for which the database would have to be asked that is away. */
    public static final String UNANSWERED = "unanswered";

    private final Map<String, Token> tokens = new ConcurrentHashMap<>();

    @Override
    public boolean authenticate(String name, String password) {
        return name.equals(NAME) && password.equals(PASSWORD);
    }

    @Override
    public String createToken(String account, String label) {
        String secret = "token-" + (tokens.size() + 1);
        tokens.put(secret, new Token(account, label));
        return secret;
    }

    @Override
    public Optional<Token> token(String secret) {
        if (secret.equals(UNANSWERED)) {
            throw new DatabaseException("jdbc:postgresql://secret", new SQLException("Connection refused", "08001"));
        }
        return Optional.ofNullable(tokens.get(secret));
    }
}
