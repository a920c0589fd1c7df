package dev.sluice.jms;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All nodes that may use the broker; who is not named is turned away and its connections are closed. Sent by the master
 * at its start, at every change and from time to time.
 *
 * @param epoch the master's lease; the broker refuses a lower one than it has seen
 * @param serials the serial numbers (lower-case hex) of the good certificates of each node
 */
public record AdmissionMessage(long epoch, Map<String, List<String>> serials) {
    public AdmissionMessage {
        Map<String, List<String>> copy = new TreeMap<>();
        serials.forEach((node, numbers) -> copy.put(node, List.copyOf(numbers)));
        serials = Collections.unmodifiableMap(copy);
    }
}
