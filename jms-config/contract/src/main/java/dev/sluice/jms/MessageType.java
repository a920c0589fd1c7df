package dev.sluice.jms;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The values of the property {@link Destinations#TYPE}. A message without it on the state queue is a {@link #STATE}. */
public enum MessageType {
    STATE,
    CERTIFICATE_REQUEST,
    POLICY,
    APPLIED,
    HEAD,
    COMMAND,
    CERTIFICATE;

    /** The word on the wire. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Empty for a word that a later version added. */
    public static Optional<MessageType> of(String word) {
        return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
    }
}
