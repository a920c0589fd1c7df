package dev.sluice.policy;

import dev.sluice.policy.match.IpAddress;
import java.util.Optional;

/** The spellings of IPv4 addresses that resolvers take: one to four decimal, octal or hexadecimal numbers. */
final class Ipv4Spelling {
    private static final long TOO_LARGE = 1L << 32;

    /** Whether a lower-case label is a number, so that the name it ends can only be an address. */
    static boolean isNumber(String label) {
        if (label.startsWith("0x")) {
            return label.chars().skip(2).allMatch(c -> Character.digit(c, 16) >= 0);
        }
        return label.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Reads a lower-case ASCII text; the last number fills all the bytes that are left. */
    static Optional<IpAddress> parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length > 4) {
            return Optional.empty();
        }
        long address = 0;
        for (int i = 0; i < parts.length; i++) {
            boolean last = i == parts.length - 1;
            long most = last ? (TOO_LARGE >>> 8 * i) - 1 : 0xff;
            long value = number(parts[i]);
            if (value < 0 || value > most) {
                return Optional.empty();
            }
            address |= last ? value : value << 24 - 8 * i;
        }
        return Optional.of(IpAddress.ofV4(address));
    }

    /** The value, or -1 for what is not a number. */
    private static long number(String part) {
        if (part.startsWith("0x")) {
            return number(part, 2, 16);
        }
        return part.length() > 1 && part.startsWith("0") ? number(part, 1, 8) : number(part, 0, 10);
    }

    private static long number(String part, int from, int radix) {
        if (part.isEmpty()) {
            return -1;
        }
        long value = 0;
        for (int i = from; i < part.length(); i++) {
            int digit = Character.digit(part.charAt(i), radix);
            if (digit < 0) {
                return -1;
            }
            value = Math.min(value * radix + digit, TOO_LARGE);
        }
        return value;
    }

    private Ipv4Spelling() {}
}
