package dev.sluice.slave.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.AccessRecord;
import dev.sluice.jms.PrivacyKey;
import dev.sluice.policy.model.Privacy;
import dev.sluice.policy.model.Privacy.Field;
import dev.sluice.policy.model.Privacy.Treatment;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RedactorTest {
    private static final PrivacyKey KEY =
            new PrivacyKey("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));

    private static final AccessRecord ALICE = Visit.of("10.1.2.3", "alice", "/a/b?q=secret");

    private static Redactor all(Treatment treatment) {
        Map<Field, Treatment> treatments = new EnumMap<>(Field.class);
        List.of(Field.values()).forEach(field -> treatments.put(field, treatment));
        return new Redactor(new Privacy(treatments), Optional.of(KEY));
    }

    private static Redactor only(Field field, Treatment treatment) {
        return new Redactor(new Privacy(Map.of(field, treatment)), Optional.of(KEY));
    }

    private static List<String> personal(AccessRecord record) {
        return List.of(
                record.client(), record.user(), record.host(), record.path(), record.upstream(), record.userAgent());
    }

    @Test
    void keepsAllButTheQueryByItself() {
        AccessRecord kept = new Redactor(Privacy.STANDARD, Optional.empty()).apply(ALICE);

        assertThat(kept).isEqualTo(Visit.of("10.1.2.3", "alice", "/a/b"));
        assertThat(all(Treatment.KEEP).apply(ALICE)).isEqualTo(ALICE);
    }

    @Test
    void dropsEachFieldThatIsToBeDroppedAndNothingElse() {
        assertThat(personal(all(Treatment.DROP).apply(ALICE))).containsOnly("");
        assertThat(Redactor.OF_NO_POLICY.apply(ALICE))
                .isEqualTo(all(Treatment.DROP).apply(ALICE))
                .usingRecursiveComparison()
                .ignoringFields("client", "user", "host", "path", "upstream", "userAgent")
                .isEqualTo(ALICE);
        assertThat(only(Field.PATH, Treatment.DROP).apply(ALICE).path()).isEmpty();
        assertThat(only(Field.USER, Treatment.DROP).apply(ALICE)).isEqualTo(Visit.of("10.1.2.3", "", "/a/b"));
    }

    /** The words are what they were in earlier versions too, or nothing could be counted over an update. */
    @Test
    void hashesToTheSameWordsEverywhereAndAlways() {
        assertThat(personal(all(Treatment.HASH).apply(ALICE)))
                .containsExactly(WORDS)
                .isEqualTo(personal(all(Treatment.HASH).apply(ALICE)));
    }

    private static final String[] WORDS = {
        "~2c3a18ec1b4993e8",
        "~cb3672212cc14413",
        "~f8cb82e9099869b1",
        "/~151dcf7eafe67c54?~4140c76055434c05",
        "~b1703bb3de0ef892",
        "~4f387c27394b688c"
    };

    @Test
    void hashesTheSameValueOfAnotherFieldOrWithAnotherKeyToAnotherWord() {
        Redactor redactor = all(Treatment.HASH);
        Redactor other = new Redactor(
                new Privacy(Map.of(Field.USER, Treatment.HASH)),
                Optional.of(new PrivacyKey(new byte[PrivacyKey.BYTES])));

        AccessRecord hashed = redactor.apply(Visit.of("alice", "alice", "/"));
        assertThat(hashed.client()).matches("~[0-9a-f]{16}").isNotEqualTo(hashed.user());
        assertThat(other.apply(ALICE).user()).matches("~[0-9a-f]{16}").isNotEqualTo(hashed.user());
        assertThat(redactor.apply(Visit.of("", "", "")).path()).isEmpty();
    }

    @Test
    void tellsManyValuesApartAndKnowsThemAgain() {
        Redactor redactor = all(Treatment.HASH);
        List<String> first = users(redactor);

        assertThat(first).doesNotHaveDuplicates().isEqualTo(users(redactor));
    }

    private static List<String> users(Redactor redactor) {
        return java.util.stream.IntStream.range(0, 20_000)
                .mapToObj(i ->
                        redactor.apply(Visit.of("10.0.0.1", "user" + i, "/")).user())
                .toList();
    }

    @Test
    void cutsAddressesToTheirNetworks() {
        Redactor redactor = only(Field.CLIENT, Treatment.NETWORK);

        assertThat(redactor.apply(ALICE).client()).isEqualTo("10.1.2.0/24");
        assertThat(redactor.apply(Visit.of("2001:db8:1:2:3:4:5:6%eth0", "", "/"))
                        .client())
                .isEqualTo("2001:db8:1::/48");
    }

    @Test
    void leavesEmptyWhatItCannotHash() {
        Redactor keyless = new Redactor(new Privacy(Map.of(Field.USER, Treatment.HASH)), Optional.empty());

        assertThat(keyless.apply(ALICE).user()).isEmpty();
    }
}
