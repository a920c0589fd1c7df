package dev.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Category;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Privacy;
import dev.sluice.policy.model.Revision;
import dev.sluice.policy.model.Rule;
import dev.sluice.policy.model.Schedule;
import dev.sluice.policy.model.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Whatever a bundle says, it compiles and decides, or is refused with violations. The seed is fixed. */
class AnyBundleTest {
    private static final int ROUNDS = 5_000;
    private static final List<String> WORDS = List.of(
            "",
            ".",
            "a",
            "b",
            "a.test",
            ".a.test",
            "10.0.0.0/8",
            "::/0",
            "::ffff:1.2.3.4/100",
            "/",
            "1.2.3.4/",
            "/8",
            "::1",
            "0x7f.1",
            ".0x7f.1",
            "[::1]",
            "[",
            "GET",
            "MON",
            "08:00",
            "17:00",
            "24:00",
            "00:00",
            "UTC",
            "Europe/Vienna",
            "Z",
            "+25:00",
            "\uD800",
            "\0",
            "ü.test",
            "a".repeat(300),
            "-",
            "99999999999/9999999999",
            "...",
            "%",
            "{}");

    private final Random random = new Random(5);

    @Test
    void compilesOrIsRefusedWithViolations() {
        int compiled = 0;
        for (int round = 0; round < ROUNDS; round++) {
            PolicyBundle bundle = bundle();
            try {
                CompiledPolicy policy = new PolicyCompiler().compile(bundle, Revision.NONE);
                policy.forGroup(word())
                        .decide(Policy.facts("10.0.0.1", word(), word(), word()), Phase.REQUEST, Policy.NOON);
                assertThat(policy.hash()).hasSize(64);
                compiled++;
            } catch (InvalidPolicyException e) {
                assertThat(e.violations())
                        .isNotEmpty()
                        .allMatch(violation -> !violation.path().isEmpty());
            } catch (RuntimeException e) {
                fail("threw on " + bundle, e);
            }
        }
        assertThat(compiled).isBetween(ROUNDS / 100, ROUNDS);
    }

    private PolicyBundle bundle() {
        return new PolicyBundle(
                some(this::rule), some(this::category), some(this::schedule), some(this::user), action(), privacy());
    }

    private Privacy privacy() {
        Privacy.Field[] fields = Privacy.Field.values();
        Privacy.Treatment[] treatments = Privacy.Treatment.values();
        return new Privacy(
                Map.of(fields[random.nextInt(fields.length)], treatments[random.nextInt(treatments.length)]));
    }

    private Rule rule() {
        return new Rule(word(), word(), random.nextBoolean(), some(this::condition), action());
    }

    private Action action() {
        return switch (random.nextInt(7)) {
            case 0, 1, 2 -> new Action.Allow();
            case 3 -> new Action.Authenticate();
            default -> new Action.Block(word());
        };
    }

    private Condition condition() {
        List<String> values = some(this::word);
        return switch (random.nextInt(8)) {
            case 0 -> new Condition.ClientNetwork(values);
            case 1 -> new Condition.Host(values);
            case 2 -> new Condition.InCategory(values);
            case 3 -> new Condition.Method(values);
            case 4 -> new Condition.InNodeGroup(values);
            case 5 -> new Condition.IsUser(values);
            case 6 -> new Condition.InUserGroup(values);
            default -> new Condition.InSchedule(values);
        };
    }

    private Category category() {
        return new Category(word(), some(this::word));
    }

    /** Mostly a sound one, as all else of a bundle is seldom sound too. */
    private User user() {
        boolean sound = random.nextInt(5) > 0;
        return sound
                ? new User(random.nextBoolean() ? "a" : "b", List.of("a"), Policy.PASSWORD)
                : new User(word(), some(this::word), word());
    }

    private Schedule schedule() {
        return new Schedule(word(), word(), some(() -> new Schedule.Window(some(this::word), word(), word())));
    }

    private String word() {
        String word = WORDS.get(random.nextInt(WORDS.size()));
        return random.nextInt(10) == 0 ? word + WORDS.get(random.nextInt(WORDS.size())) : word;
    }

    private <T> List<T> some(Supplier<T> making) {
        List<T> values = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            values.add(making.get());
        }
        return values;
    }
}
