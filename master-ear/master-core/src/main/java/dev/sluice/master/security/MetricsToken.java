package dev.sluice.master.security;

import dev.sluice.master.config.MasterConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** The token that lets its holder read the metrics, and nothing else; known without the database. Safe for any thread. */
@ApplicationScoped
public class MetricsToken {
    private final Optional<byte[]> token;

    /** For the container's proxy only. */
    protected MetricsToken() {
        this.token = Optional.empty();
    }

    /** @throws IllegalStateException when the file that is set has no token */
    @Inject
    public MetricsToken(MasterConfig config) {
        this.token = config.initial().metricsTokenFile().map(Accounts::tokenIn).map(MetricsToken::bytes);
    }

    /** Whether there is such a token. Asked at the start, so that a file without one is noticed there. */
    public boolean isSet() {
        return token.isPresent();
    }

    public boolean matches(String secret) {
        return token.isPresent() && MessageDigest.isEqual(token.get(), bytes(secret));
    }

    private static byte[] bytes(String secret) {
        return secret.getBytes(StandardCharsets.UTF_8);
    }
}
