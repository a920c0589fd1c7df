package dev.sluice.portal.rest;

import dev.sluice.jms.NodeState;
import dev.sluice.master.enrollment.NodeCertificate;
import dev.sluice.master.member.NodeEvent;
import dev.sluice.master.node.Node;
import dev.sluice.policy.model.Revision;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;

/** A node as JSON. */
final class NodeJson {
    /** @param stored how many of its records are stored at the master */
    static JsonObjectBuilder node(Node node, long stored) {
        NodeState state = node.state();
        JsonArrayBuilder warnings = Json.createArrayBuilder();
        node.warnings().stream().map(Enum::name).sorted().forEach(warnings::add);
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("id", node.id())
                .add("status", node.status().name())
                .add("warnings", warnings)
                .add("group", node.member().group())
                .add("keyId", node.member().keyId())
                .add("joinedAt", node.member().joinedAt().toString())
                .add("heardAt", node.heardAt().toString())
                .add("sentAt", state.sentAt().toString())
                .add("boot", state.boot())
                .add("version", state.version())
                .add("protocol", protocol(state))
                .add("proxyAddress", state.proxyAddress())
                .add("adminUrl", state.adminUrl())
                .add("ready", state.ready())
                .add("service", state.service().name())
                .add("target", revision(node.target()))
                .add("active", revision(state.active()))
                .add("received", revision(state.received()))
                .add("hash", state.hash())
                .add("lagSeconds", node.lag().toMillis() / 1e3)
                .add("lagRevisions", lag(node.target(), state.active()))
                .add("epoch", state.membership().epoch())
                .add("exchanges", state.exchanges())
                .add("traffic", traffic(node))
                .add("records", records(state.records(), stored))
                .add("error", state.error())
                .add("problem", node.incompatibility());
        node.member().removedAt().ifPresent(at -> json.add("removedAt", at.toString()));
        state.membership().certificateEnds().ifPresent(end -> json.add("certificateEnds", end.toString()));
        state.clock().ifPresent(clock -> json.add("clock", clock(clock)));
        state.rejected().ifPresent(rejection -> json.add("rejected", rejection(rejection)));
        return json;
    }

    private static JsonObjectBuilder protocol(NodeState state) {
        return Json.createObjectBuilder()
                .add("oldest", state.membership().protocol().oldest())
                .add("newest", state.membership().protocol().newest());
    }

    static JsonObjectBuilder revision(Revision revision) {
        return Json.createObjectBuilder().add("epoch", revision.epoch()).add("number", revision.number());
    }

    private static long lag(Revision target, Revision active) {
        return Math.max(0, target.number() - active.number());
    }

    private static JsonObjectBuilder traffic(Node node) {
        NodeState.Traffic traffic = node.state().traffic();
        return Json.createObjectBuilder()
                .add("running", traffic.running())
                .add("tunnels", traffic.tunnels())
                .add("blocked", traffic.blocked())
                .add("failed", traffic.failed())
                .add("exchangesPerSecond", rounded(node.rates().exchanges()))
                .add("blockedPerSecond", rounded(node.rates().blocked()))
                .add("failedPerSecond", rounded(node.rates().failed()))
                .add("latencyMillis", rounded(node.rates().latency().toNanos() / 1e6));
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    private static JsonObjectBuilder records(NodeState.Records records, long stored) {
        return Json.createObjectBuilder()
                .add("generated", records.generated())
                .add("freed", records.freed())
                .add("spooled", records.spooled())
                .add("dropped", records.dropped())
                .add("spooledBytes", records.spooledBytes())
                .add("stored", stored);
    }

    private static JsonObjectBuilder clock(NodeState.ClockReading clock) {
        return Json.createObjectBuilder()
                .add("offsetMillis", clock.offset().toNanos() / 1e6)
                .add("roundTripMillis", clock.roundTrip().toNanos() / 1e6);
    }

    private static JsonObjectBuilder rejection(NodeState.Rejection rejection) {
        return Json.createObjectBuilder()
                .add("revision", revision(rejection.revision()))
                .add("path", rejection.path())
                .add("problem", rejection.problem());
    }

    static JsonObjectBuilder event(NodeEvent event) {
        return Json.createObjectBuilder()
                .add("at", event.at().toString())
                .add("kind", event.kind().name())
                .add("text", event.text())
                .add("by", event.by());
    }

    static JsonObjectBuilder certificate(NodeCertificate certificate) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("serial", certificate.serial())
                .add("issuedAt", certificate.issuedAt().toString())
                .add("notAfter", certificate.notAfter().toString());
        certificate.revokedAt().ifPresent(at -> json.add("revokedAt", at.toString()));
        return json;
    }

    private NodeJson() {}
}
