package dev.sluice.broker;

import dev.sluice.identity.Holder;
import java.util.Optional;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.utils.CertificateUtil;

/** Who is at the other end of a connection. TLS has seen to it that the certificate is of a trusted authority. */
final class Peer {
    /** Empty without a certificate, or with one that names nobody of this cluster. */
    static Optional<Holder> of(RemotingConnection connection) {
        var chain = CertificateUtil.getCertsFromConnection(connection);
        return chain == null || chain.length == 0 ? Optional.empty() : Holder.of(chain[0]);
    }

    private Peer() {}
}
