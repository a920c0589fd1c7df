package dev.sluice.master.syslog;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Named values of an event, in order. Empty texts are left out. */
final class Attributes {
    private final Map<String, String> values = new LinkedHashMap<>();

    Attributes add(String name, String value) {
        if (!value.isEmpty()) {
            values.put(name, value);
        }
        return this;
    }

    Attributes add(String name, long value) {
        values.put(name, String.valueOf(value));
        return this;
    }

    /** @param safe makes a value one that cannot be taken for the start of another */
    String joined(String between, UnaryOperator<String> safe) {
        return values.entrySet().stream()
                .map(value -> value.getKey() + "=" + safe.apply(value.getValue()))
                .collect(Collectors.joining(between));
    }
}
