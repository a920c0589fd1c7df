package dev.sluice.slave.auth;

import dev.sluice.jms.PasswordHash;
import dev.sluice.policy.CompiledPolicy;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Finds out who a client is by the name and password that it sends with each request. Checking a password takes long, on
 * purpose: one thread does it, and what came of it is kept as long as the policy has the same password for the name. Safe
 * for any thread; never blocks.
 */
public final class Authenticator {
    /** So many checks may wait; one takes some hundredths of a second. */
    private static final int MOST_WAITING = 100;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final long IDLE_SECONDS = 10;

    /** Nobody's, so that an unknown name takes as long as a wrong password. */
    private static final String NOBODY = "pbkdf2-sha256:100000:" + "A".repeat(22) + "==:" + "A".repeat(43) + "=";

    private final ThreadPoolExecutor checking;
    private final SecretKeySpec key;
    private final Checked checked;

    public Authenticator() {
        this(MOST_WAITING, Checked.MOST);
    }

    /**
     * With other bounds.
     *
     * @param mostWaiting checks that may wait
     * @param mostKept what came of so many is kept at least
     */
    public Authenticator(int mostWaiting, int mostKept) {
        checking = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(mostWaiting), Authenticator::thread);
        checking.allowCoreThreadTimeOut(true);
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        key = new SecretKeySpec(random, ALGORITHM);
        checked = new Checked(mostKept);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "sluice-passwords");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Who a client is.
     *
     * @param header the value of its Proxy-Authorization
     * @return the name of a user of the policy; the empty text where name or password is not right. Done at once where the
     *     same was checked before; fails with {@link RejectedExecutionException} while too many wait to be checked
     */
    public CompletableFuture<String> identify(CompiledPolicy policy, String header) {
        Optional<Credentials> read = Credentials.read(header);
        if (read.isEmpty()) {
            return CompletableFuture.completedFuture("");
        }
        Credentials credentials = read.get();
        String hash = policy.password(credentials.name()).orElse(NOBODY);
        return checked.get(fingerprint(credentials, hash), () -> check(credentials, hash))
                .thenApply(right -> right ? credentials.name() : "");
    }

    private CompletableFuture<Boolean> check(Credentials credentials, String hash) {
        return CompletableFuture.supplyAsync(
                () -> PasswordHash.matches(hash, credentials.password().toCharArray()), checking);
    }

    /** Of no use to who reads it: the key is made anew at each start. */
    private String fingerprint(Credentials credentials, String hash) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(hash.getBytes(StandardCharsets.UTF_8));
            mac.update(credentials.name().getBytes(StandardCharsets.UTF_8));
            mac.update((byte) ':');
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(credentials.password().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    /** What waits is checked no more. */
    public void stop() {
        checking.shutdownNow();
    }
}
