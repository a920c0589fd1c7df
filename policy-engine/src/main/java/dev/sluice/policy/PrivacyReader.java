package dev.sluice.policy;

import dev.sluice.policy.match.CanonicalForm;
import dev.sluice.policy.model.Privacy;
import dev.sluice.policy.model.Privacy.Field;
import dev.sluice.policy.model.Privacy.Treatment;

/** Checks what a policy says on privacy. */
final class PrivacyReader {
    static void check(Privacy privacy, Problems problems) {
        privacy.treatments().forEach((field, treatment) -> {
            if (treatment == Treatment.NETWORK && field != Field.CLIENT) {
                problems.add(
                        "privacy." + field.word(),
                        "cannot be cut to its network, which only client can; use keep, hash or drop.");
            }
        });
    }

    /** Adds nothing for the standard, so that policies without privacy keep the hash that older nodes compute. */
    static void describe(Privacy privacy, CanonicalForm form) {
        if (!privacy.isStandard()) {
            form.text("privacy").number(privacy.treatments().size());
            privacy.treatments()
                    .forEach((field, treatment) -> form.text(field.word()).text(treatment.word()));
        }
    }

    private PrivacyReader() {}
}
