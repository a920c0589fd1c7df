package dev.sluice.jms;

import dev.sluice.policy.model.Revision;
import jakarta.json.stream.JsonGenerator;
import java.util.Optional;

/**
 * The control messages as JSON text, each with {@code "v": 1}. Unknown fields are ignored, except inside a policy (see
 * {@link PolicyCodec}); a higher version means that this reader would misunderstand, and is refused. Stateless.
 */
public final class MessageCodec {
    private static final int VERSION = 1;
    private static final int MAX_POLICY = PolicyCodec.MAX_LENGTH + 1024;
    private static final int MAX_LENGTH = 64 * 1024;

    public static String write(PolicyMessage message) {
        return JsonText.write(json -> {
            json.write("v", VERSION);
            write("revision", message.revision(), json);
            json.write("hash", message.hash()).writeStartObject("policy");
            PolicyCodec.write(message.bundle(), json);
            json.writeEnd();
        });
    }

    public static PolicyMessage readPolicy(String json) throws MalformedMessageException {
        Fields message = parse(json, MAX_POLICY);
        return new PolicyMessage(
                readRevision(message.object("revision")),
                message.text("hash"),
                PolicyCodec.read(message.object("policy")));
    }

    public static String write(NodeState state) {
        return JsonText.write(json -> {
            json.write("v", VERSION)
                    .write("node", state.node())
                    .write("boot", state.boot())
                    .write("sequence", state.sequence())
                    .write("sentAt", state.sentAt().toString())
                    .write("version", state.version())
                    .write("proxyAddress", state.proxyAddress())
                    .write("adminUrl", state.adminUrl())
                    .write("ready", state.ready());
            write("active", state.active(), json);
            json.write("hash", state.hash());
            state.rejected().ifPresent(rejection -> write(rejection, json));
            json.write("exchanges", state.exchanges());
            write(state.records(), json);
        });
    }

    private static void write(NodeState.Rejection rejection, JsonGenerator json) {
        json.writeStartObject("rejected");
        write("revision", rejection.revision(), json);
        json.write("path", rejection.path())
                .write("problem", rejection.problem())
                .writeEnd();
    }

    private static void write(NodeState.Records records, JsonGenerator json) {
        json.writeStartObject("records")
                .write("generated", records.generated())
                .write("freed", records.freed())
                .write("spooled", records.spooled())
                .write("dropped", records.dropped())
                .write("spooledBytes", records.spooledBytes())
                .writeEnd();
    }

    public static NodeState readState(String json) throws MalformedMessageException {
        Fields state = parse(json, MAX_LENGTH);
        return new NodeState(
                readNode(state),
                state.count("boot"),
                state.count("sequence"),
                state.instant("sentAt"),
                state.text("version"),
                state.text("proxyAddress"),
                state.text("adminUrl"),
                state.flag("ready"),
                readRevision(state.object("active")),
                state.text("hash"),
                readRejection(state.optionalObject("rejected")),
                state.count("exchanges"),
                readRecords(state.object("records")));
    }

    private static Optional<NodeState.Rejection> readRejection(Optional<Fields> rejected)
            throws MalformedMessageException {
        if (rejected.isEmpty()) {
            return Optional.empty();
        }
        Fields fields = rejected.get();
        return Optional.of(new NodeState.Rejection(
                readRevision(fields.object("revision")), fields.text("path"), fields.text("problem")));
    }

    private static NodeState.Records readRecords(Fields records) throws MalformedMessageException {
        return new NodeState.Records(
                records.count("generated"),
                records.count("freed"),
                records.count("spooled"),
                records.count("dropped"),
                records.count("spooledBytes"));
    }

    public static String write(AppliedMessage message) {
        return JsonText.write(json -> json.write("v", VERSION)
                .write("node", message.node())
                .write("boot", message.boot())
                .write("next", message.next()));
    }

    public static AppliedMessage readApplied(String json) throws MalformedMessageException {
        Fields message = parse(json, MAX_LENGTH);
        return new AppliedMessage(readNode(message), message.count("boot"), message.count("next"));
    }

    private static void write(String name, Revision revision, JsonGenerator json) {
        json.writeStartObject(name)
                .write("epoch", revision.epoch())
                .write("number", revision.number())
                .writeEnd();
    }

    private static Revision readRevision(Fields revision) throws MalformedMessageException {
        return new Revision(revision.count("epoch"), revision.count("number"));
    }

    private static String readNode(Fields message) throws MalformedMessageException {
        String node = message.text("node");
        if (node.isBlank()) {
            throw message.bad("node", "must not be empty");
        }
        return node;
    }

    private static Fields parse(String json, int maxLength) throws MalformedMessageException {
        Fields message = Fields.parse(json, maxLength);
        long version = message.count("v");
        if (version != VERSION) {
            throw message.bad("v", "version " + version + " is not understood here; this reader knows " + VERSION);
        }
        return message;
    }

    private MessageCodec() {}
}
