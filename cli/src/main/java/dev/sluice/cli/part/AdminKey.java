package dev.sluice.cli.part;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/**
 * A line of Payara's {@code admin-keyfile}: SHA-256 over password and salt, a hundred rounds. That is Payara's own
 * scheme; it is weak for a password that a person chose, but ours has 24 random letters.
 */
final class AdminKey {
    private static final int ROUNDS = 100;
    private static final int SALT_BYTES = 8;

    static String line(String user, String password) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return line(user, password, salt);
    }

    static String line(String user, String password, byte[] salt) {
        byte[] hash = hash(password.getBytes(StandardCharsets.UTF_8), salt);
        byte[] both = Arrays.copyOf(hash, hash.length + salt.length);
        System.arraycopy(salt, 0, both, hash.length, salt.length);
        return user + ";{SSHA256}" + Base64.getEncoder().encodeToString(both) + ";asadmin\n";
    }

    private static byte[] hash(byte[] password, byte[] salt) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(password);
            byte[] hash = sha.digest(salt);
            for (int round = 1; round < ROUNDS; round++) {
                hash = sha.digest(hash);
            }
            return hash;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private AdminKey() {}
}
