package dev.sluice.jms;

/**
 * A node whose certificate has passed two thirds of its life asks for the next one. Who asks is told by the broker.
 *
 * @param request PKCS#10 in PEM form
 */
public record CertificateRequestMessage(String node, String request) {}
