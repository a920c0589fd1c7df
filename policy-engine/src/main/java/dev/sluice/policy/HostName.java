package dev.sluice.policy;

import dev.sluice.policy.match.IpAddress;
import java.net.IDN;
import java.util.Locale;
import java.util.Optional;

/**
 * The one spelling of a host that policies and exchanges are compared in: a name in lower case and in its ASCII form
 * without a trailing dot, or an IP address as {@code 192.0.2.1} or {@code 2001:db8::1} (RFC 5952) without brackets.
 *
 * <p>Whatever a client's resolver would take for an IPv4 address ({@code 0x7f.1}, {@code 2130706433}, {@code 017700000001})
 * is that address, as in the WHATWG URL standard, section 3.5; so is an IPv4-mapped IPv6 address. Otherwise a rule
 * for an address could be passed by writing it differently.
 */
public final class HostName {
    /** The longest name (RFC 1035 section 2.3.4, without the trailing dot). */
    public static final int MAX_LENGTH = 253;

    private static final int MAX_LABEL = 63;
    private static final int MAX_INPUT = 1024;
    private static final int NOT_A_NAME = -1;

    /** Normalises a host as written in a URL, a Host header or a policy; empty where it cannot be one. */
    public static Optional<String> normalise(String host) {
        if (host.isEmpty() || host.length() > MAX_INPUT) {
            return Optional.empty();
        }
        if (host.charAt(0) == '[') {
            return host.charAt(host.length() - 1) == ']'
                    ? ipv6(host.substring(1, host.length() - 1))
                    : Optional.empty();
        }
        if (host.indexOf(':') >= 0) {
            return ipv6(host);
        }
        return ascii(host).flatMap(HostName::name);
    }

    /** Whether a normalised host is an IP address. */
    public static boolean isAddress(String normalised) {
        return normalised.indexOf(':') >= 0 || IpAddress.parse(normalised).isPresent();
    }

    private static Optional<String> ipv6(String text) {
        return text.indexOf(':') < 0 ? Optional.empty() : IpAddress.parse(text).map(IpAddress::toString);
    }

    private static Optional<String> ascii(String host) {
        if (isAscii(host)) {
            return Optional.of(host);
        }
        try {
            return Optional.of(IDN.toASCII(host, IDN.ALLOW_UNASSIGNED));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isAscii(String host) {
        for (int i = 0; i < host.length(); i++) {
            if (host.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static Optional<String> name(String ascii) {
        String name = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
        int lastLabel = lastLabel(name);
        if (lastLabel == NOT_A_NAME) {
            return Optional.empty();
        }
        String lower = lowerCase(name);
        return Ipv4Spelling.isNumber(lower.substring(lastLabel))
                ? Ipv4Spelling.parse(lower).map(IpAddress::toString)
                : Optional.of(lower);
    }

    /** Checks the characters and lengths of all labels; gives where the last one starts. */
    private static int lastLabel(String name) {
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            return NOT_A_NAME;
        }
        int start = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '.') {
                if (i == start) {
                    return NOT_A_NAME;
                }
                start = i + 1;
            } else if (!isAllowed(c) || i - start >= MAX_LABEL) {
                return NOT_A_NAME;
            }
        }
        return start == name.length() ? NOT_A_NAME : start;
    }

    /** Letters, digits and hyphens, and the underscore that real names have though RFC 1123 does not. */
    private static boolean isAllowed(char c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c == '-' || c == '_';
    }

    private static String lowerCase(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            if (ascii.charAt(i) >= 'A' && ascii.charAt(i) <= 'Z') {
                return ascii.toLowerCase(Locale.ROOT);
            }
        }
        return ascii;
    }

    private HostName() {}
}
