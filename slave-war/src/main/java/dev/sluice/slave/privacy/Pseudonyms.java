package dev.sluice.slave.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.jms.PrivacyKey;
import dev.sluice.policy.model.Privacy.Field;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReferenceArray;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Words that stand for values: {@code ~} and 64 bits, in hexadecimal, of an HMAC-SHA-256 (RFC 2104) over the field's name and
 * the value. The name is in it, so that nobody learns a user's word by asking for a path of that name. What comes again and
 * again is remembered. Safe for any thread; never blocks.
 */
final class Pseudonyms {
    static final String MARK = "~";

    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 8;
    private static final int REMEMBERED = 4096;
    private static final int LONGEST_REMEMBERED = 256;

    /** Keyed and never fed: each hash is made by a copy of its own. */
    private final Mac keyed;

    private final AtomicReferenceArray<Known> known = new AtomicReferenceArray<>(REMEMBERED);

    private record Known(Field field, String value, String word) {}

    Pseudonyms(PrivacyKey key) {
        try {
            keyed = Mac.getInstance(ALGORITHM);
            keyed.init(new SecretKeySpec(key.bytes(), ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    String of(Field field, String value) {
        if (field == Field.PATH || field == Field.QUERY || value.length() > LONGEST_REMEMBERED) {
            return make(field, value);
        }
        int place = (value.hashCode() * 31 + field.ordinal()) & (REMEMBERED - 1);
        Known there = known.get(place);
        if (there == null || there.field() != field || !there.value().equals(value)) {
            there = new Known(field, value, make(field, value));
            known.lazySet(place, there);
        }
        return there.word();
    }

    private String make(Field field, String value) {
        Mac mac = copy();
        mac.update(field.word().getBytes(UTF_8));
        mac.update((byte) 0);
        return MARK + HexFormat.of().formatHex(mac.doFinal(value.getBytes(UTF_8)), 0, BYTES);
    }

    private Mac copy() {
        try {
            return (Mac) keyed.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the HMAC of this Java cannot be copied", e);
        }
    }
}
