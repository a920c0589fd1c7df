package dev.sluice.portal.rest;

import dev.sluice.jms.MalformedMessageException;
import dev.sluice.master.policy.Draft;
import dev.sluice.master.policy.Policies;
import dev.sluice.master.policy.StaleDraftException;
import dev.sluice.policy.InvalidPolicyException;
import dev.sluice.policy.model.PolicyBundle;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Edits the draft for a call. With {@code If-Match} the edit holds for that version alone; without, it is made on the
 * newest draft and tried again when somebody else saves at the same moment.
 */
@Dependent
public class DraftEdits {
    private static final int TRIES = 5;

    private final Policies policies;

    @Inject
    public DraftEdits(Policies policies) {
        this.policies = policies;
    }

    /** A change of a bundle whose input may be malformed. */
    interface Edit {
        PolicyBundle apply(PolicyBundle bundle) throws MalformedMessageException;
    }

    Draft draft() {
        return policies.draft();
    }

    Draft edit(@Nullable String ifMatch, SecurityContext caller, Edit edit)
            throws StaleDraftException, InvalidPolicyException, MalformedMessageException {
        Optional<Long> version = version(ifMatch);
        for (int tries = 1; ; tries++) {
            Draft draft = policies.draft();
            if (version.isPresent() && version.get() != draft.version()) {
                throw new StaleDraftException(version.get(), draft.version());
            }
            try {
                return policies.save(draft.version(), edit.apply(draft.bundle()), name(caller));
            } catch (StaleDraftException e) {
                if (version.isPresent() || tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    /** The version that the caller's change is based on, or empty for the newest. */
    static Optional<Long> version(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return Optional.empty();
        }
        String tag = ifMatch.strip();
        if (!tag.matches("\"\\d{1,18}\"")) {
            throw new ProblemException(412, "If-Match must be the draft's ETag, a number in quotes, or *.");
        }
        return Optional.of(Long.valueOf(tag.substring(1, tag.length() - 1)));
    }

    static EntityTag tag(Draft draft) {
        return new EntityTag(String.valueOf(draft.version()));
    }

    static String name(SecurityContext caller) {
        return caller.getUserPrincipal().getName();
    }
}
