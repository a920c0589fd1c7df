package dev.sluice.jms;

import java.security.MessageDigest;
import java.util.Base64;

/** The cluster's key for the hashes in access records: 256 bits that only masters, brokers and nodes see. Immutable; never printed. */
public final class PrivacyKey {
    public static final int BYTES = 32;

    private final byte[] bytes;

    /** @throws IllegalArgumentException for another length than {@link #BYTES} */
    public PrivacyKey(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a privacy key has " + BYTES + " bytes, not " + bytes.length);
        }
        this.bytes = bytes.clone();
    }

    static PrivacyKey of(String base64) {
        return new PrivacyKey(Base64.getDecoder().decode(base64));
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PrivacyKey key && MessageDigest.isEqual(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return bytes[0];
    }

    @Override
    public String toString() {
        return "PrivacyKey";
    }
}
