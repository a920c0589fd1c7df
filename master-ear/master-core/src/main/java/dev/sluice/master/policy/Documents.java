package dev.sluice.master.policy;

import dev.sluice.jms.MalformedMessageException;
import dev.sluice.jms.PolicyCodec;
import dev.sluice.policy.model.PolicyBundle;

/** Reads back the documents that this room wrote. */
final class Documents {
    static PolicyBundle read(String document) {
        try {
            return PolicyCodec.read(document);
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("A policy in the database cannot be read: " + e.getMessage(), e);
        }
    }

    private Documents() {}
}
