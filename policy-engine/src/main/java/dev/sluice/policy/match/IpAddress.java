package dev.sluice.policy.match;

import java.util.Optional;
import java.util.StringJoiner;

/**
 * An address as two words. An IPv4-mapped IPv6 address is the IPv4 address.
 *
 * @param v4 whether it is an IPv4 address; it then is in the lower half of {@code low}
 * @param high the upper 64 bits of an IPv6 address
 * @param low the lower 64 bits
 */
public record IpAddress(boolean v4, long high, long low) {
    private static final long MAPPED = 0xffffL;

    /** Reads four decimal numbers without leading zeros, or an IPv6 address (RFC 4291 section 2.2) without a zone. */
    public static Optional<IpAddress> parse(String text) {
        return text.indexOf(':') < 0 ? parseV4(text) : parseV6(text);
    }

    public static IpAddress ofV4(long address) {
        return new IpAddress(true, 0, address);
    }

    /** From the words of an IPv6 address. */
    static IpAddress ofV6(long high, long low) {
        return high == 0 && low >>> 32 == MAPPED ? ofV4(low & 0xffffffffL) : new IpAddress(false, high, low);
    }

    private static Optional<IpAddress> parseV4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        long address = 0;
        for (String part : parts) {
            int value = octet(part);
            if (value < 0) {
                return Optional.empty();
            }
            address = address << 8 | value;
        }
        return Optional.of(ofV4(address));
    }

    private static int octet(String part) {
        boolean wrong = part.isEmpty() || part.length() > 3 || part.length() > 1 && part.charAt(0) == '0';
        int value = 0;
        for (int i = 0; i < part.length() && !wrong; i++) {
            char c = part.charAt(i);
            wrong = c < '0' || c > '9';
            value = value * 10 + c - '0';
        }
        return wrong || value > 255 ? -1 : value;
    }

    private static Optional<IpAddress> parseV6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, 8).map(all -> ofV6(word(all, 0), word(all, 4)));
        }
        Optional<int[]> left = groups(text.substring(0, gap), -1);
        Optional<int[]> right = groups(text.substring(gap + 2), -1);
        if (left.isEmpty() || right.isEmpty() || left.get().length + right.get().length > 7) {
            return Optional.empty();
        }
        int[] all = new int[8];
        System.arraycopy(left.get(), 0, all, 0, left.get().length);
        System.arraycopy(right.get(), 0, all, 8 - right.get().length, right.get().length);
        boolean dottedInside = text.substring(0, gap).indexOf('.') >= 0;
        return dottedInside ? Optional.empty() : Optional.of(ofV6(word(all, 0), word(all, 4)));
    }

    /** The 16-bit groups of a text without a gap; the last two may be written as an IPv4 address. */
    private static Optional<int[]> groups(String text, int wanted) {
        if (text.isEmpty()) {
            return wanted > 0 ? Optional.empty() : Optional.of(new int[0]);
        }
        String[] parts = text.split(":", -1);
        String last = parts[parts.length - 1];
        Optional<IpAddress> dotted = last.indexOf('.') < 0 ? Optional.empty() : parseV4(last);
        int[] groups = new int[parts.length + (dotted.isPresent() ? 1 : 0)];
        if (groups.length > 8 || wanted > 0 && groups.length != wanted) {
            return Optional.empty();
        }
        int plain = dotted.isPresent() ? parts.length - 1 : parts.length;
        for (int i = 0; i < plain; i++) {
            groups[i] = group(parts[i]);
            if (groups[i] < 0) {
                return Optional.empty();
            }
        }
        dotted.ifPresent(address -> {
            groups[plain] = (int) (address.low() >>> 16);
            groups[plain + 1] = (int) (address.low() & 0xffff);
        });
        return Optional.of(groups);
    }

    private static int group(String part) {
        if (part.isEmpty() || part.length() > 4) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static long word(int[] groups, int from) {
        return (long) groups[from] << 48
                | (long) groups[from + 1] << 32
                | (long) groups[from + 2] << 16
                | groups[from + 3];
    }

    /** The canonical text: four decimal numbers, or RFC 5952. */
    @Override
    public String toString() {
        return v4
                ? (low >>> 24) + "." + (low >>> 16 & 0xff) + "." + (low >>> 8 & 0xff) + "." + (low & 0xff)
                : textOfV6();
    }

    private String textOfV6() {
        int gap = -1;
        int gapLength = 1;
        for (int i = 0; i < 8; i++) {
            int zeros = 0;
            while (i + zeros < 8 && group(i + zeros) == 0) {
                zeros++;
            }
            if (zeros > gapLength) {
                gap = i;
                gapLength = zeros;
            }
        }
        return gap < 0 ? text(0, 8) : text(0, gap) + "::" + text(gap + gapLength, 8);
    }

    private String text(int from, int to) {
        StringJoiner text = new StringJoiner(":");
        for (int i = from; i < to; i++) {
            text.add(Integer.toHexString(group(i)));
        }
        return text.toString();
    }

    private int group(int index) {
        return (int) ((index < 4 ? high : low) >>> 48 - 16 * (index & 3)) & 0xffff;
    }
}
