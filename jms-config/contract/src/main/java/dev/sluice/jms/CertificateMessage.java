package dev.sluice.jms;

/**
 * The answer to a {@link CertificateRequestMessage}.
 *
 * @param chain the node's new certificate and its issuer, PEM
 */
public record CertificateMessage(String node, long epoch, String chain) {}
