package dev.sluice.broker;

import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.utils.SensitiveDataCodec;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for passwords in Artemis' settings: when an acceptor does not start, Artemis logs all its parameters, and
 * then it logs only a handle. Artemis makes instances of this class by its name, which is why the passwords are static.
 */
public final class Passwords implements SensitiveDataCodec<String> {
    private static final Map<String, String> BY_HANDLE = new ConcurrentHashMap<>();

    /** The form in which Artemis' settings take a password that this codec knows; the same for the same password. */
    static synchronized String hide(String password) {
        var handle = BY_HANDLE.entrySet().stream()
                .filter(known -> known.getValue().equals(password))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> UUID.randomUUID().toString());
        BY_HANDLE.put(handle, password);
        return "ENC(" + handle + ")";
    }

    @Override
    public String decode(@Nullable Object handle) {
        return Objects.requireNonNull(BY_HANDLE.get(String.valueOf(handle)), "a handle that is in use");
    }

    @Override
    public String encode(@Nullable Object password) {
        throw new UnsupportedOperationException("passwords are hidden one by one");
    }
}
