package dev.sluice.slave.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.jms.PasswordHash;
import dev.sluice.policy.CompiledPolicy;
import dev.sluice.policy.PolicyCompiler;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;
import dev.sluice.policy.model.User;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuthenticatorTest {
    private static final String SECRET = PasswordHash.of("secret".toCharArray());
    private static final String OTHER = PasswordHash.of("other".toCharArray());

    private final Authenticator authenticator = new Authenticator(2, 100);

    @AfterEach
    void stop() {
        authenticator.stop();
    }

    private static CompiledPolicy policy(User... users) throws Exception {
        PolicyBundle bundle = new PolicyBundle(List.of(), List.of(), List.of(), new Action.Allow());
        return new PolicyCompiler().compile(bundle.withUsers(List.of(users)), Revision.NONE);
    }

    private static CompiledPolicy ann(String hash) throws Exception {
        return policy(new User("ann", List.of(), hash));
    }

    private static String basic(String text) {
        return "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private String identify(CompiledPolicy policy, String text) throws Exception {
        return authenticator.identify(policy, basic(text)).get(20, TimeUnit.SECONDS);
    }

    @Test
    void knowsAUserByNameAndPassword() throws Exception {
        CompiledPolicy policy = policy(new User("ann", List.of(), SECRET), new User("bob", List.of(), OTHER));

        assertThat(identify(policy, "ann:secret")).isEqualTo("ann");
        assertThat(identify(policy, "ANN:secret")).isEqualTo("ann");
        assertThat(identify(policy, "bob:other")).isEqualTo("bob");
        for (String wrong : List.of("ann:other", "ann:Secret", "ann:", "bob:secret", "eve:secret", ":", ":secret")) {
            assertThat(identify(policy, wrong)).as(wrong).isEmpty();
        }
        assertThat(authenticator.identify(policy, "Bearer secret")).isCompletedWithValue("");
    }

    @Test
    void checksAPasswordOnceAndAgainWhenThePolicyHasAnother() throws Exception {
        assertThat(identify(ann(SECRET), "ann:secret")).isEqualTo("ann");
        assertThat(authenticator.identify(ann(SECRET), basic("ann:secret"))).isCompletedWithValue("ann");
        assertThat(identify(ann(SECRET), "ann:other")).isEmpty();
        assertThat(authenticator.identify(ann(SECRET), basic("ann:other"))).isCompletedWithValue("");

        assertThat(identify(ann(OTHER), "ann:secret")).isEmpty();
        assertThat(identify(ann(OTHER), "ann:other")).isEqualTo("ann");
        assertThat(identify(policy(new User("bob", List.of(), OTHER)), "ann:other"))
                .isEmpty();
    }

    @Test
    void failsWhileTooManyWaitAndGoesOnAfterwards() throws Exception {
        CompiledPolicy policy = ann(SECRET);
        List<CompletableFuture<String>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(authenticator.identify(policy, basic("ann:" + i)));
        }

        assertThat(all).filteredOn(CompletableFuture::isCompletedExceptionally).hasSizeBetween(1, 18);
        await().atMost(Duration.ofSeconds(20)).until(() -> all.stream().allMatch(CompletableFuture::isDone));
        assertThat(identify(policy, "ann:secret")).isEqualTo("ann");
    }
}
