package dev.sluice.slave.auth;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * The name and password of a {@code Basic} scheme (RFC 7617).
 *
 * @param name in lower case
 */
record Credentials(String name, String password) {
    private static final String BASIC = "basic ";

    /** @param header the value of Proxy-Authorization; empty for another scheme, or for what cannot be read */
    static Optional<Credentials> read(String header) {
        if (!header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return Optional.empty();
        }
        try {
            byte[] bytes =
                    Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            int colon = text.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new Credentials(
                            text.substring(0, colon).toLowerCase(Locale.ROOT), text.substring(colon + 1)));
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** Neither is in any log. */
    @Override
    public String toString() {
        return "Credentials";
    }
}
