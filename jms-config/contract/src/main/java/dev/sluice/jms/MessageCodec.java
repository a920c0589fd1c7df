package dev.sluice.jms;

import dev.sluice.jms.CommandMessage.Deed;
import jakarta.json.stream.JsonGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The control messages as JSON text, each with the version of {@link Protocol} that its reader must understand as {@code
 * "v"}. Unknown fields are ignored, except inside a policy (see {@link PolicyCodec}); a higher version means that this reader
 * would misunderstand, and is refused. Stateless.
 */
public final class MessageCodec {
    private static final int MAX_POLICY = PolicyCodec.MAX_LENGTH + 64 * 1024;
    private static final int MAX_LENGTH = 64 * 1024;
    private static final int MAX_ADMISSION = 16 * 1024 * 1024;

    public static String write(PolicyMessage message) {
        return write(message.version(), json -> {
            Revisions.write("revision", message.revision(), json);
            json.write("hash", message.hash());
            message.signature().ifPresent(signature -> write(signature, json));
            message.privacyKey().ifPresent(key -> json.write("privacyKey", key.base64()));
            if (!message.sections().isEmpty()) {
                json.writeStartArray("sections");
                message.sections().forEach(section -> write(section, json));
                json.writeEnd();
            }
            json.writeStartObject("policy");
            PolicyCodec.write(message.bundle(), json);
            json.writeEnd();
        });
    }

    private static void write(PolicySignature signature, JsonGenerator json) {
        json.writeStartObject("signature")
                .write("certificate", signature.certificate())
                .write("value", signature.value())
                .writeEnd();
    }

    private static void write(PolicyMessage.Section section, JsonGenerator json) {
        json.writeStartObject()
                .write("category", section.category())
                .write("digest", section.digest())
                .write("bytes", section.bytes())
                .writeEnd();
    }

    public static PolicyMessage readPolicy(String json) throws MalformedMessageException {
        Fields message = parse(json, MAX_POLICY);
        return new PolicyMessage(
                Revisions.read(message.object("revision")),
                message.text("hash"),
                PolicyCodec.read(message.object("policy")),
                readSections(message),
                readSignature(message.optionalObject("signature")),
                readPrivacyKey(message));
    }

    private static List<PolicyMessage.Section> readSections(Fields message) throws MalformedMessageException {
        List<PolicyMessage.Section> sections = new ArrayList<>();
        for (Fields section : message.objectsOrNone("sections")) {
            String digest = section.text("digest");
            if (!digest.matches("[0-9a-f]{64}")) {
                throw section.bad("digest", "must be a SHA-256 in lower-case hex");
            }
            sections.add(new PolicyMessage.Section(section.text("category"), digest, section.count("bytes")));
        }
        return sections;
    }

    private static Optional<PolicySignature> readSignature(Optional<Fields> said) throws MalformedMessageException {
        if (said.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new PolicySignature(said.get().text("certificate"), said.get().text("value")));
    }

    private static Optional<PrivacyKey> readPrivacyKey(Fields message) throws MalformedMessageException {
        String text = message.textOr("privacyKey", "");
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(PrivacyKey.of(text));
        } catch (IllegalArgumentException e) {
            throw message.bad("privacyKey", "must be " + PrivacyKey.BYTES + " bytes in base64"); // never with its value
        }
    }

    public static String write(NodeState state) {
        return write(Protocol.WHOLE, json -> StateCodec.write(state, json));
    }

    public static NodeState readState(String json) throws MalformedMessageException {
        return StateCodec.read(parse(json, MAX_LENGTH));
    }

    public static String write(AppliedMessage message) {
        return write(Protocol.WHOLE, json -> json.write("node", message.node())
                .write("boot", message.boot())
                .write("next", message.next()));
    }

    public static AppliedMessage readApplied(String json) throws MalformedMessageException {
        Fields message = parse(json, MAX_LENGTH);
        return new AppliedMessage(readNode(message), message.count("boot"), message.count("next"));
    }

    public static String write(HeadMessage message) {
        return write(Protocol.WHOLE, json -> {
            json.write("node", message.node()).write("epoch", message.epoch());
            Revisions.write("head", message.head(), json);
            json.write("hash", message.hash())
                    .write("group", message.group())
                    .write("boot", message.boot())
                    .write("sequence", message.sequence())
                    .write("stateSentAt", message.stateSentAt().toString())
                    .write("stateHeardAt", message.stateHeardAt().toString())
                    .write("sentAt", message.sentAt().toString());
        });
    }

    public static HeadMessage readHead(String json) throws MalformedMessageException {
        Fields message = parse(json, MAX_LENGTH);
        return new HeadMessage(
                readNode(message),
                message.count("epoch"),
                Revisions.read(message.object("head")),
                message.text("hash"),
                message.textOr("group", ""),
                message.count("boot"),
                message.count("sequence"),
                message.instant("stateSentAt"),
                message.instant("stateHeardAt"),
                message.instant("sentAt"));
    }

    public static String write(CommandMessage message) {
        return write(Protocol.WHOLE, json -> json.write("node", message.node())
                .write("epoch", message.epoch())
                .write("deed", message.deed().name().toLowerCase(Locale.ROOT))
                .write("deadlineSeconds", message.deadline().toSeconds()));
    }

    public static CommandMessage readCommand(String json) throws MalformedMessageException {
        Fields message = parse(json, MAX_LENGTH);
        return new CommandMessage(
                readNode(message),
                message.count("epoch"),
                readDeed(message),
                Duration.ofSeconds(Math.min(message.count("deadlineSeconds"), Integer.MAX_VALUE)));
    }

    private static Deed readDeed(Fields message) throws MalformedMessageException {
        String word = message.text("deed");
        for (Deed deed : Deed.values()) {
            if (deed.name().equalsIgnoreCase(word)) {
                return deed;
            }
        }
        throw message.bad("deed", "must be drain, resume or resync");
    }

    public static String write(CertificateRequestMessage message) {
        return write(Protocol.WHOLE, json -> json.write("node", message.node()).write("request", message.request()));
    }

    public static CertificateRequestMessage readCertificateRequest(String json) throws MalformedMessageException {
        Fields message = parse(json, MAX_LENGTH);
        return new CertificateRequestMessage(readNode(message), message.text("request"));
    }

    public static String write(CertificateMessage message) {
        return write(Protocol.WHOLE, json -> json.write("node", message.node())
                .write("epoch", message.epoch())
                .write("chain", message.chain()));
    }

    public static CertificateMessage readCertificate(String json) throws MalformedMessageException {
        Fields message = parse(json, MAX_LENGTH);
        return new CertificateMessage(readNode(message), message.count("epoch"), message.text("chain"));
    }

    public static String write(AdmissionMessage message) {
        return write(Protocol.WHOLE, json -> {
            json.write("epoch", message.epoch()).writeStartArray("nodes");
            message.serials().forEach((node, serials) -> {
                json.writeStartObject().write("node", node);
                JsonText.write("serials", serials, json);
                json.writeEnd();
            });
            json.writeEnd();
        });
    }

    public static AdmissionMessage readAdmission(String json) throws MalformedMessageException {
        Fields message = parse(json, MAX_ADMISSION);
        Map<String, List<String>> serials = new HashMap<>();
        for (Fields node : message.objects("nodes")) {
            serials.put(readNode(node), node.texts("serials"));
        }
        return new AdmissionMessage(message.count("epoch"), serials);
    }

    static String readNode(Fields message) throws MalformedMessageException {
        String node = message.text("node");
        if (node.isBlank()) {
            throw message.bad("node", "must not be empty");
        }
        return node;
    }

    private static String write(int version, Consumer<JsonGenerator> fields) {
        return JsonText.write(json -> {
            json.write("v", version);
            fields.accept(json);
        });
    }

    private static Fields parse(String json, int maxLength) throws MalformedMessageException {
        Fields message = Fields.parse(json, maxLength);
        long version = message.count("v");
        if (version < 1 || version > Protocol.CURRENT.newest()) {
            throw message.bad(
                    "v",
                    "version " + version + " is not understood here; this reader knows " + Protocol.CURRENT.oldest()
                            + " to " + Protocol.CURRENT.newest());
        }
        return message;
    }

    private MessageCodec() {}
}
