package dev.sluice.master.push;

import dev.sluice.jms.MessageCodec;
import dev.sluice.jms.PolicyMessage;
import dev.sluice.master.authority.Authority;
import dev.sluice.master.policy.PublishedPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicReference;

/** Published policies as signed messages. Remembers the last one, which many nodes ask for. Safe for any thread. */
@ApplicationScoped
class PolicyLetters {
    private final Authority authority;
    private final AtomicReference<Letter> last = new AtomicReference<>();

    private record Letter(PublishedPolicy policy, String text) {}

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected PolicyLetters() {
        this(null);
    }

    @Inject
    PolicyLetters(Authority authority) {
        this.authority = authority;
    }

    String letter(PublishedPolicy policy) {
        Letter known = last.get();
        if (known == null || !known.policy().revision().equals(policy.revision())) {
            known = new Letter(policy, write(policy));
            last.set(known);
        }
        return known.text();
    }

    private String write(PublishedPolicy policy) {
        return MessageCodec.write(authority.sign(new PolicyMessage(policy.revision(), policy.hash(), policy.bundle())));
    }
}
