package dev.sluice.master.push;

import dev.sluice.jms.MessageCodec;
import dev.sluice.jms.PolicyMessage;
import dev.sluice.jms.Protocol;
import dev.sluice.master.authority.Authority;
import dev.sluice.master.policy.PublishedPolicy;
import dev.sluice.policy.model.Revision;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.Function;

/** Published policies as signed messages. Remembers the last ones, which many nodes ask for. Safe for any thread. */
@ApplicationScoped
class PolicyLetters {
    private final Authority authority;
    private final Form sectioned = new Form(PublishedPolicy::message);
    private final Form whole = new Form(PublishedPolicy::wholeMessage);

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected PolicyLetters() {
        this(null);
    }

    @Inject
    PolicyLetters(Authority authority) {
        this.authority = authority;
    }

    /** The policy with its long lists, if it has any, named only. */
    String letter(PublishedPolicy policy) {
        return sectioned.letter(policy);
    }

    /** The policy for who understands this. */
    String letter(PublishedPolicy policy, Protocol reader) {
        return needsWhole(policy, reader) ? whole.letter(policy) : sectioned.letter(policy);
    }

    /** Whether who understands this cannot read what goes to all. */
    static boolean needsWhole(PublishedPolicy policy, Protocol reader) {
        return !policy.sections().isEmpty() && !reader.understands(Protocol.SECTIONS);
    }

    private record Letter(Revision revision, String text) {
        static final Letter NONE = new Letter(Revision.NONE, "");
    }

    private final class Form {
        private final Function<PublishedPolicy, PolicyMessage> message;
        private volatile Letter last = Letter.NONE;

        Form(Function<PublishedPolicy, PolicyMessage> message) {
            this.message = message;
        }

        String letter(PublishedPolicy policy) {
            Letter known = last;
            if (!known.revision().equals(policy.revision())) {
                known = new Letter(policy.revision(), MessageCodec.write(authority.sign(message.apply(policy))));
                last = known;
            }
            return known.text();
        }
    }
}
