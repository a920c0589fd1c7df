package dev.sluice.enrollment;

import dev.sluice.identity.CertificateChain;
import dev.sluice.policy.model.Revision;
import java.time.Duration;

/** What the master answers to a request or a poll that it does not refuse. */
public sealed interface EnrollmentAnswer {
    /**
     * The node belongs to the cluster; sent with status 201 to a request and 200 to a poll.
     *
     * @param node the id that the certificate names
     * @param chain the node's certificate and the cluster's authority
     * @param brokerHost where the broker is, as nodes reach it
     * @param group the node group it is in, empty for none
     * @param head what it should enforce, {@link Revision#NONE} while nothing is published
     * @param hash the head's hash, empty for none
     */
    record Approved(
            String node,
            CertificateChain chain,
            String brokerHost,
            int brokerPort,
            String group,
            Revision head,
            String hash)
            implements EnrollmentAnswer {}

    /**
     * A person has to approve it; sent with status 202.
     *
     * @param id by which the node asks again; whoever knows it gets the answer
     * @param pollAfter when to ask again, in whole seconds
     */
    record Pending(String id, Duration pollAfter) implements EnrollmentAnswer {}
}
