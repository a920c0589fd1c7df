package dev.sluice.slave.privacy;

import dev.sluice.jms.AccessRecord;
import dev.sluice.jms.PrivacyKey;
import dev.sluice.policy.model.Privacy;
import dev.sluice.policy.model.Privacy.Field;
import dev.sluice.policy.model.Privacy.Treatment;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Takes out of access records what a policy does not let be kept. A record comes with its query string behind its path.
 * Immutable and safe for any thread; never blocks.
 */
public final class Redactor implements UnaryOperator<AccessRecord> {
    /** For a node that has no policy yet, and so does not know what may be kept. */
    public static final Redactor OF_NO_POLICY = new Redactor(everythingDropped(), Optional.empty());

    private final Privacy privacy;
    private final Optional<Pseudonyms> pseudonyms;

    /** @param key what the policy's hashes are made with; where it is missing they are left empty */
    public Redactor(Privacy privacy, Optional<PrivacyKey> key) {
        this.privacy = privacy;
        this.pseudonyms = key.map(Pseudonyms::new);
    }

    private static Privacy everythingDropped() {
        Map<Field, Treatment> all = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            all.put(field, Treatment.DROP);
        }
        return new Privacy(all);
    }

    @Override
    public AccessRecord apply(AccessRecord r) {
        if (privacy.isStandard() && r.path().indexOf('?') < 0) {
            return r;
        }
        return new AccessRecord(
                r.time(),
                r.duration(),
                treated(Field.CLIENT, r.client()),
                treated(Field.USER, r.user()),
                r.method(),
                r.scheme(),
                treated(Field.HOST, r.host()),
                r.port(),
                pathAndQuery(r.path()),
                r.status(),
                r.bytesUp(),
                r.bytesDown(),
                r.mimeType(),
                r.action(),
                r.ruleId(),
                r.ruleName(),
                r.category(),
                r.reason(),
                r.epoch(),
                r.revision(),
                r.tls(),
                treated(Field.UPSTREAM, r.upstream()),
                treated(Field.USER_AGENT, r.userAgent()),
                r.error(),
                r.requestId());
    }

    /** What is left of the path begins with a slash, and what is left of the query with a question mark. */
    private String pathAndQuery(String text) {
        int query = text.indexOf('?');
        String path = query < 0 ? text : text.substring(0, query);
        return behind("/", treated(Field.PATH, path))
                + (query < 0 ? "" : behind("?", treated(Field.QUERY, text.substring(query))));
    }

    private static String behind(String mark, String value) {
        return value.startsWith(Pseudonyms.MARK) ? mark + value : value;
    }

    private String treated(Field field, String value) {
        if (value.isEmpty()) {
            return value;
        }
        return switch (privacy.of(field)) {
            case KEEP -> value;
            case NETWORK -> network(value);
            case HASH -> pseudonyms.map(known -> known.of(field, value)).orElse("");
            case DROP -> "";
        };
    }

    /** @param address as {@link java.net.InetAddress#getHostAddress} writes it, with all eight parts of IPv6 */
    private static String network(String address) {
        if (address.indexOf(':') < 0) {
            return address.substring(0, address.lastIndexOf('.') + 1) + "0/24";
        }
        String[] parts = address.split(":", 4);
        return parts[0] + ":" + parts[1] + ":" + parts[2] + "::/48";
    }
}
