package dev.sluice.broker;

/**
 * What a broker has refused since its start. Clients that TLS turns away are not among it; Artemis logs each of them.
 *
 * @param strangers attempts to use it with a certificate that is not admitted
 * @param tooLong frames over the limit, and long messages of others than a master
 */
public record Refused(long strangers, long tooLong) {}
