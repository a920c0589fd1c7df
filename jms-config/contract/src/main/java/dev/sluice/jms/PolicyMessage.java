package dev.sluice.jms;

import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;

/**
 * A published policy on its way to the slaves.
 *
 * @param hash the hash of the policy as the master compiled it; a node that computes another refuses the message
 */
public record PolicyMessage(Revision revision, String hash, PolicyBundle bundle) {}
