package dev.sluice.slave.agent;

import dev.sluice.jms.CertificateRequestMessage;
import java.io.IOException;

/** The way of a node's wish for a certificate to the master. */
public interface RequestOutlet {
    /** Hands the request to the broker. @throws IOException when the broker did not take it */
    void send(CertificateRequestMessage request) throws IOException;
}
