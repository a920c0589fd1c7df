package dev.sluice.portal.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.master.audit.AuditFilter;
import dev.sluice.master.audit.Seal;
import dev.sluice.master.audit.Verdict;
import dev.sluice.portal.fake.MemoryAudit;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditApiTest {
    private final ApiServer api = new ApiServer();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void listsTheEventsWithWhatWasBeforeAndAfter() throws Exception {
        List<JsonObject> events =
                api.call("GET", "audit", "").body().asJsonArray().getValuesAs(JsonObject.class);
        assertThat(events).hasSize(2);
        assertThat(events.get(0)).hasToString("""
                {"number":2,"at":"2026-03-01T10:00:00Z","who":"ann","address":"192.0.2.7","token":"ci",\
                "action":"node.group","object":"n1","before":{"group":""},"after":{"group":"lab"},\
                "previous":"%1$s","hash":"%1$s"}""".formatted(MemoryAudit.HASH));
        assertThat(events.get(1)).doesNotContainKeys("before", "after");
        assertThat(api.audit.asked).containsExactly(AuditFilter.ALL);
    }

    @Test
    void handsTheFiltersOn() throws Exception {
        api.call(
                "GET",
                "audit?from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z&who=ann&action=draft&object=ads&below=7&limit=1",
                "");
        assertThat(api.audit.asked)
                .containsExactly(new AuditFilter(
                        Optional.of(Instant.parse("2026-03-01T00:00:00Z")),
                        Optional.of(Instant.parse("2026-03-02T00:00:00Z")),
                        "ann",
                        "draft",
                        "ads",
                        Optional.of(7L)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"audit?from=yesterday", "audit?to=2500-01-01T00:00:00Z", "audit?limit=0", "audit/verify?seal=7"})
    void refusesWhatItDoesNotUnderstand(String path) throws Exception {
        assertThat(api.call("GET", path, "").status()).isEqualTo(400);
        assertThat(api.audit.asked).isEmpty();
    }

    @Test
    void saysThatTheChainHoldsAndItsSeal() throws Exception {
        assertThat(api.call("GET", "audit/verify", "").body()).hasToString("""
                {"holds":true,"events":2,"hash":"%1$s","seal":"2:%1$s"}""".formatted(MemoryAudit.HASH));
        assertThat(api.audit.kept).isEmpty();
    }

    @Test
    void saysWhereTheChainIsBroken() throws Exception {
        Seal good = new Seal(4, MemoryAudit.HASH);
        api.audit.verdict = new Verdict(good, Optional.of(5L), "The event was changed.");
        assertThat(api.call("GET", "audit/verify?seal=" + good, "").body())
                .hasToString("""
                {"holds":false,"events":4,"hash":"%1$s","seal":"4:%1$s","broken":5,"why":"The event was changed."}""".formatted(MemoryAudit.HASH));
        assertThat(api.audit.kept).containsExactly(good);
    }

    @Test
    void isForAdministrators() throws Exception {
        assertThat(api.bare("GET", "audit", "", List.of()).status()).isEqualTo(401);
        assertThat(api.bare("GET", "audit/verify", "", List.of()).status()).isEqualTo(401);
    }
}
