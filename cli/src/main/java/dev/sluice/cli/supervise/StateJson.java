package dev.sluice.cli.supervise;

import dev.sluice.cli.cluster.ClusterOptions;
import dev.sluice.cli.cluster.Ports;
import dev.sluice.cli.process.ProcessRef;
import dev.sluice.cli.process.StopSignal;
import dev.sluice.cli.process.Trace;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.Optional;

/** The JSON form of {@link ClusterState}. Fields are only added. */
public final class StateJson {
    public static JsonObject print(ClusterState state) {
        JsonArrayBuilder parts = Json.createArrayBuilder();
        state.parts().forEach(part -> parts.add(print(part)));
        return Json.createObjectBuilder()
                .add("version", state.version())
                .add("phase", state.phase().name())
                .add("pid", state.supervisor().pid())
                .add("started", state.supervisor().started().toString())
                .add("problem", state.problem())
                .add("fix", state.fix())
                .add("slaves", state.options().slaves())
                .add("bind", state.options().bind())
                .add("ports", print(state.options().ports()))
                .add("parts", parts)
                .build();
    }

    private static JsonObjectBuilder print(Ports ports) {
        return Json.createObjectBuilder()
                .add("proxy", ports.proxy())
                .add("slaves", ports.slaves())
                .add("slaveHealth", ports.slaveHealth())
                .add("portal", ports.portal())
                .add("admin", ports.admin())
                .add("broker", ports.broker())
                .add("database", ports.database());
    }

    public static JsonObjectBuilder print(PartStatus part) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("name", part.name())
                .add("address", part.address())
                .add("state", part.state().name())
                .add("since", part.since().toString())
                .add("restarts", part.restarts())
                .add("lastEnd", part.lastEnd());
        part.process().ifPresent(trace -> json.add("pid", trace.process().pid())
                .add("started", trace.process().started().toString())
                .add("fingerprint", trace.fingerprint())
                .add("signal", trace.signal().name()));
        return json;
    }

    static ClusterState parse(JsonObject json) {
        return new ClusterState(
                json.getString("version"),
                process(json),
                Phase.valueOf(json.getString("phase")),
                json.getString("problem"),
                json.getString("fix"),
                new ClusterOptions(json.getInt("slaves"), json.getString("bind"), ports(json.getJsonObject("ports"))),
                json.getJsonArray("parts").getValuesAs(JsonObject.class).stream()
                        .map(StateJson::part)
                        .toList());
    }

    private static Ports ports(JsonObject json) {
        return new Ports(
                json.getInt("proxy"),
                json.getInt("slaves"),
                json.getInt("slaveHealth"),
                json.getInt("portal"),
                json.getInt("admin"),
                json.getInt("broker"),
                json.getInt("database"));
    }

    private static PartStatus part(JsonObject json) {
        return new PartStatus(
                json.getString("name"),
                json.getString("address"),
                PartState.valueOf(json.getString("state")),
                json.containsKey("pid") ? Optional.of(trace(json)) : Optional.empty(),
                Instant.parse(json.getString("since")),
                json.getInt("restarts"),
                json.getString("lastEnd"));
    }

    private static Trace trace(JsonObject json) {
        return new Trace(process(json), json.getString("fingerprint"), StopSignal.valueOf(json.getString("signal")));
    }

    private static ProcessRef process(JsonObject json) {
        return new ProcessRef(json.getJsonNumber("pid").longValueExact(), Instant.parse(json.getString("started")));
    }

    private StateJson() {}
}
