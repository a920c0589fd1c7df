package dev.sluice.slave.container;

import static dev.sluice.slave.container.Bench.NODE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.fixtures.TestIdentities;
import dev.sluice.identity.PolicySigner;
import dev.sluice.jms.MessageCodec;
import dev.sluice.jms.PolicyMessage;
import dev.sluice.jms.PolicySignature;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Policies that somebody got onto the broker who is no master: refused, counted, and the next good one is taken. */
interface Forgeries {
    PolicyBundle CLOSED = Rules.allButHost("localhost");

    Bench bench();

    @Test
    default void passesOverAnOlderPolicyThatIsReplayed() throws Exception {
        PolicyMessage older = bench().master().publishTo(NODE, CLOSED);
        PolicyMessage newest = bench().master().publishTo(NODE, Rules.ALLOW_ALL);
        double before = bench().metric("sluice_policies_outdated_total");

        bench().master().publish(older);
        bench().master().sendPolicyText(NODE, MessageCodec.write(older));

        await("both are counted").until(() -> bench().metric("sluice_policies_outdated_total") == before + 2);
        stands(newest);
    }

    @Test
    default void refusesAnOlderPolicyThatIsSignedAnewWithAnotherKey(@TempDir Path elsewhere) throws Exception {
        PolicyMessage older = bench().master().publishTo(NODE, CLOSED);
        PolicyMessage newest = bench().master().publishTo(NODE, Rules.ALLOW_ALL);
        PolicySigner other = new TestIdentities(elsewhere, "elsewhere").signer();
        PolicyMessage raised = bench().master().compile(bench().master().nextRevision(), older.bundle());

        refuses("sluice_policies_untrusted_total", newest, signed(raised, other));
    }

    private static PolicyMessage signed(PolicyMessage message, PolicySigner by) {
        return message.signed(new PolicySignature(by.certificate(), by.sign(message.signedBytes())));
    }

    /** What was changed after the master had signed. */
    enum Tampering {
        CONTENT("sluice_policies_rejected_total", signed -> forged(signed.revision(), signed.hash(), CLOSED, signed)),
        CONTENT_AND_HASH(
                "sluice_policies_untrusted_total", signed -> forged(signed.revision(), "0".repeat(64), CLOSED, signed)),
        REVISION("sluice_policies_untrusted_total", signed -> forged(next(signed), signed.hash(), CLOSED, signed));

        private final String counter;
        private final UnaryOperator<PolicyMessage> deed;

        Tampering(String counter, UnaryOperator<PolicyMessage> deed) {
            this.counter = counter;
            this.deed = deed;
        }

        private static PolicyMessage forged(Revision revision, String hash, PolicyBundle bundle, PolicyMessage signed) {
            return new PolicyMessage(revision, hash, bundle, signed.sections(), signed.signature());
        }

        private static Revision next(PolicyMessage message) {
            return new Revision(message.revision().epoch(), message.revision().number() + 1);
        }
    }

    @ParameterizedTest
    @EnumSource(Tampering.class)
    default void refusesAPolicyThatWasTamperedWith(Tampering tampering) throws Exception {
        PolicyMessage newest = bench().master().publishTo(NODE, Rules.ALLOW_ALL);
        PolicyMessage signed = bench().master().compile(bench().master().nextRevision(), Rules.ALLOW_ALL);

        refuses(tampering.counter, newest, tampering.deed.apply(signed));
    }

    private void refuses(String counter, PolicyMessage newest, PolicyMessage forged) throws Exception {
        double before = bench().metric(counter);

        bench().master().publish(forged);

        await("it is counted").until(() -> bench().metric(counter) == before + 1);
        stands(newest);
    }

    /** The policy is in force, and the node takes the next one and says so. */
    private void stands(PolicyMessage policy) throws Exception {
        assertThat(bench().metric("sluice_policy_revision"))
                .isEqualTo(policy.revision().number());
        assertThat(status()).isEqualTo(200);
        bench().master().nextRevision(); // a forgery may have used that number
        bench().master().publishTo(NODE, CLOSED);
        assertThat(status()).isEqualTo(403);
    }

    private int status() throws Exception {
        return bench().proxy().get(bench().origin().uri("localhost", "/forged")).statusCode();
    }
}
