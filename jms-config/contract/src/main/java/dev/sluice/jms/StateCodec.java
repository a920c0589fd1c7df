package dev.sluice.jms;

import dev.sluice.jms.NodeState.ClockReading;
import dev.sluice.jms.NodeState.Membership;
import dev.sluice.jms.NodeState.Records;
import dev.sluice.jms.NodeState.Rejection;
import dev.sluice.jms.NodeState.Service;
import dev.sluice.jms.NodeState.Traffic;
import jakarta.json.stream.JsonGenerator;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** A node's state as fields. What the first version did not say may be missing. */
final class StateCodec {
    static void write(NodeState state, JsonGenerator json) {
        json.write("node", state.node())
                .write("boot", state.boot())
                .write("sequence", state.sequence())
                .write("sentAt", state.sentAt().toString())
                .write("version", state.version())
                .write("proxyAddress", state.proxyAddress())
                .write("adminUrl", state.adminUrl())
                .write("ready", state.ready());
        Revisions.write("active", state.active(), json);
        json.write("hash", state.hash());
        state.rejected().ifPresent(rejection -> write(rejection, json));
        json.write("exchanges", state.exchanges());
        write(state.records(), json);
        write(state.membership(), json);
        Revisions.write("received", state.received(), json);
        json.write("service", state.service().name().toLowerCase(Locale.ROOT));
        write(state.traffic(), json);
        state.clock().ifPresent(clock -> write(clock, json));
        json.write("error", state.error());
    }

    private static void write(Rejection rejection, JsonGenerator json) {
        json.writeStartObject("rejected");
        Revisions.write("revision", rejection.revision(), json);
        json.write("path", rejection.path())
                .write("problem", rejection.problem())
                .writeEnd();
    }

    private static void write(Records records, JsonGenerator json) {
        json.writeStartObject("records")
                .write("generated", records.generated())
                .write("freed", records.freed())
                .write("spooled", records.spooled())
                .write("dropped", records.dropped())
                .write("spooledBytes", records.spooledBytes())
                .writeEnd();
    }

    private static void write(Membership membership, JsonGenerator json) {
        json.writeStartObject("membership")
                .writeStartObject("protocol")
                .write("oldest", membership.protocol().oldest())
                .write("newest", membership.protocol().newest())
                .writeEnd()
                .write("keyId", membership.keyId())
                .write("group", membership.group())
                .write("epoch", membership.epoch());
        membership.certificateEnds().ifPresent(end -> json.write("certificateEnds", end.toString()));
        json.writeEnd();
    }

    private static void write(Traffic traffic, JsonGenerator json) {
        json.writeStartObject("traffic")
                .write("running", traffic.running())
                .write("tunnels", traffic.tunnels())
                .write("blocked", traffic.blocked())
                .write("failed", traffic.failed())
                .write("micros", traffic.micros())
                .write("answered", traffic.answered())
                .writeEnd();
    }

    private static void write(ClockReading clock, JsonGenerator json) {
        json.writeStartObject("clock")
                .write("offset", clock.offset().toString())
                .write("roundTrip", clock.roundTrip().toString())
                .writeEnd();
    }

    static NodeState read(Fields state) throws MalformedMessageException {
        return new NodeState(
                MessageCodec.readNode(state),
                state.count("boot"),
                state.count("sequence"),
                state.instant("sentAt"),
                state.text("version"),
                state.text("proxyAddress"),
                state.text("adminUrl"),
                state.flag("ready"),
                Revisions.read(state.object("active")),
                state.text("hash"),
                readRejection(state.optionalObject("rejected")),
                state.count("exchanges"),
                readRecords(state.object("records")),
                readMembership(state.optionalObject("membership")),
                Revisions.read(state.optionalObject("received").orElse(state.object("active"))),
                readService(state),
                readTraffic(state.optionalObject("traffic")),
                readClock(state.optionalObject("clock")),
                state.textOr("error", ""));
    }

    private static Optional<Rejection> readRejection(Optional<Fields> rejected) throws MalformedMessageException {
        if (rejected.isEmpty()) {
            return Optional.empty();
        }
        Fields fields = rejected.get();
        return Optional.of(
                new Rejection(Revisions.read(fields.object("revision")), fields.text("path"), fields.text("problem")));
    }

    private static Records readRecords(Fields records) throws MalformedMessageException {
        return new Records(
                records.count("generated"),
                records.count("freed"),
                records.count("spooled"),
                records.count("dropped"),
                records.count("spooledBytes"));
    }

    private static Membership readMembership(Optional<Fields> said) throws MalformedMessageException {
        if (said.isEmpty()) {
            return Membership.UNSAID;
        }
        Fields membership = said.get();
        return new Membership(
                readProtocol(membership.object("protocol")),
                membership.text("keyId"),
                membership.text("group"),
                membership.count("epoch"),
                membership.optionalInstant("certificateEnds"));
    }

    private static Protocol readProtocol(Fields range) throws MalformedMessageException {
        long oldest = range.count("oldest");
        long newest = range.count("newest");
        if (oldest < 1 || newest < oldest || newest > Integer.MAX_VALUE) {
            throw range.bad("newest", "must not be below oldest, which is at least 1");
        }
        return new Protocol((int) oldest, (int) newest);
    }

    private static Service readService(Fields state) throws MalformedMessageException {
        String word = state.textOr("service", "serving");
        for (Service service : Service.values()) {
            if (service.name().equalsIgnoreCase(word)) {
                return service;
            }
        }
        throw state.bad("service", "must be serving, draining or drained");
    }

    private static Traffic readTraffic(Optional<Fields> said) throws MalformedMessageException {
        if (said.isEmpty()) {
            return Traffic.NONE;
        }
        Fields traffic = said.get();
        return new Traffic(
                traffic.count("running"),
                traffic.count("tunnels"),
                traffic.count("blocked"),
                traffic.count("failed"),
                traffic.count("micros"),
                traffic.count("answered"));
    }

    private static Optional<ClockReading> readClock(Optional<Fields> said) throws MalformedMessageException {
        if (said.isEmpty()) {
            return Optional.empty();
        }
        Duration offset = said.get().duration("offset");
        return Optional.of(new ClockReading(offset, said.get().duration("roundTrip")));
    }

    private StateCodec() {}
}
