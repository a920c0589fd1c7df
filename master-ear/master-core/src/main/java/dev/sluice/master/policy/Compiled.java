package dev.sluice.master.policy;

import dev.sluice.jms.PolicyCodec;
import dev.sluice.policy.InvalidPolicyException;
import dev.sluice.policy.PolicyCompiler;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;
import java.util.List;

/**
 * A policy that compiles.
 *
 * @param document its text in the database
 * @param bundle the policy as its authors wrote it
 * @param hash of what nodes get
 */
record Compiled(String document, PolicyBundle bundle, Cut cut, String hash) {
    private static final PolicyCompiler COMPILER = new PolicyCompiler();

    /** Compiles what came from outside. */
    static Compiled of(PolicyBundle bundle, List<Cut.LongList> earlier) throws InvalidPolicyException {
        return of(PolicyCodec.write(bundle), bundle, earlier);
    }

    /** Compiles again what was compiled before. */
    static Compiled again(String document) {
        try {
            return of(document, Documents.read(document), List.of());
        } catch (InvalidPolicyException e) {
            throw new IllegalStateException("A policy in the database does not compile: " + e.getMessage(), e);
        }
    }

    private static Compiled of(String document, PolicyBundle bundle, List<Cut.LongList> earlier)
            throws InvalidPolicyException {
        Cut cut = Cut.of(bundle, earlier);
        String hash = COMPILER.compile(cut.whole(), Revision.NONE).hash();
        return new Compiled(document, bundle, cut, hash);
    }
}
