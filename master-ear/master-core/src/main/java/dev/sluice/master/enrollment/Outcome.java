package dev.sluice.master.enrollment;

import dev.sluice.enrollment.Refusal;
import dev.sluice.identity.CertificateChain;

/** What a request to join came to. */
sealed interface Outcome {
    record Refused(Refusal refusal) implements Outcome {}

    /** @param id by which to ask again */
    record Waiting(String id) implements Outcome {}

    /** @param isNew whether it was let in by this very request */
    record LetIn(String node, CertificateChain chain, boolean isNew) implements Outcome {}
}
