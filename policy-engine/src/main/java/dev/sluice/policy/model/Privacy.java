package dev.sluice.policy.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * What access records say of who asked and of what they looked at. Decisions are made with the real values all the same.
 *
 * @param treatments of the fields that are not treated as they are by themselves
 */
public record Privacy(Map<Field, Treatment> treatments) {
    /** A field of the access record. New ones go to the end: the order is in the hash of a policy. */
    public enum Field {
        /** The client's address. */
        CLIENT,
        /** Who, as authenticated. */
        USER,
        HOST,
        /** Without the query string. */
        PATH,
        /** The query string of the URL, which often holds what somebody searched for. */
        QUERY,
        USER_AGENT,
        /** The address that the node connected to. */
        UPSTREAM;

        /** As it is written in a policy. */
        public String word() {
            return Privacy.word(this);
        }

        /** What becomes of it where the policy does not say. */
        public Treatment standard() {
            return this == QUERY ? Treatment.DROP : Treatment.KEEP;
        }
    }

    /** What becomes of a field's value before the record is written anywhere. */
    public enum Treatment {
        KEEP,
        /** Of an address only the network: 24 bits of IPv4, 48 of IPv6. */
        NETWORK,
        /** Another word instead, the same for the same value on all nodes. */
        HASH,
        /** Left empty. */
        DROP;

        /** As it is written in a policy. */
        public String word() {
            return Privacy.word(this);
        }
    }

    /** All is kept but the query string. */
    public static final Privacy STANDARD = new Privacy(Map.of());

    public Privacy {
        Map<Field, Treatment> own = new EnumMap<>(Field.class);
        treatments.forEach((field, treatment) -> {
            if (treatment != field.standard()) {
                own.put(field, treatment);
            }
        });
        treatments = Collections.unmodifiableMap(own);
    }

    public Treatment of(Field field) {
        return treatments.getOrDefault(field, field.standard());
    }

    /** Whether it asks for nothing but what happens by itself. */
    public boolean isStandard() {
        return treatments.isEmpty();
    }

    /** Whether it needs the cluster's key for hashes. */
    public boolean hashes() {
        return treatments.containsValue(Treatment.HASH);
    }

    private static String word(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
