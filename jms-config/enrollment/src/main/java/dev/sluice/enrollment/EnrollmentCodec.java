package dev.sluice.enrollment;

import dev.sluice.enrollment.EnrollmentAnswer.Approved;
import dev.sluice.enrollment.EnrollmentAnswer.Pending;
import dev.sluice.identity.CertificateChain;
import dev.sluice.jms.Fields;
import dev.sluice.jms.JsonText;
import dev.sluice.jms.MalformedMessageException;
import dev.sluice.jms.Protocol;
import dev.sluice.policy.model.Revision;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Requests and answers as JSON text, each with its version as {@code "v"}. Unknown fields are ignored; a higher version
 * means that this reader would misunderstand, and is refused. Stateless.
 */
public final class EnrollmentCodec {
    /** The most characters of a request; a reader need not take in more. */
    public static final int MAX_REQUEST = 16 * 1024;
    /** The most characters of an answer. */
    public static final int MAX_ANSWER = 64 * 1024;

    private static final int VERSION = 1;
    private static final int MAX_VERSION_LENGTH = 64;
    private static final Pattern NODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern PROOF = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern ENROLLMENT = Pattern.compile("[A-Za-z0-9_-]{16,64}");
    private static final int MAX_PORT = 65_535;
    private static final Duration LONGEST_POLL = Duration.ofMinutes(1);

    public static String write(EnrollmentRequest request) {
        return write(json -> json.write("key", request.keyId())
                .write("node", request.node())
                .write("request", request.request())
                .write("version", request.version())
                .writeStartObject("protocol")
                .write("oldest", request.protocol().oldest())
                .write("newest", request.protocol().newest())
                .writeEnd()
                .write("clock", request.clock().toString())
                .write("proof", request.proof()));
    }

    /** Checks the form of each field; whether key, proof and certificate request hold is for the caller to find out. */
    public static EnrollmentRequest readRequest(String json) throws MalformedMessageException {
        var request = parse(json, MAX_REQUEST);
        var keyId = request.text("key");
        if (!ActivationKey.isId(keyId)) {
            throw request.bad("key", "must be 8 letters a-z or digits 2-7");
        }
        var version = request.text("version");
        if (version.isBlank() || version.length() > MAX_VERSION_LENGTH) {
            throw request.bad("version", "must have 1 to " + MAX_VERSION_LENGTH + " characters");
        }
        return new EnrollmentRequest(
                keyId,
                matching(NODE, request, "node", "must be letters, digits, dots, underscores and hyphens, at most 64"),
                request.text("request"),
                version,
                readProtocol(request.object("protocol")),
                request.instant("clock"),
                matching(PROOF, request, "proof", "must be 64 hexadecimal digits in lower case"));
    }

    private static Protocol readProtocol(Fields range) throws MalformedMessageException {
        var oldest = range.count("oldest");
        var newest = range.count("newest");
        if (oldest < 1 || newest < oldest || newest > Integer.MAX_VALUE) {
            throw range.bad("newest", "must not be below oldest, which is at least 1");
        }
        return new Protocol((int) oldest, (int) newest);
    }

    public static String write(EnrollmentAnswer answer) {
        return write(json -> {
            if (answer instanceof Approved approved) {
                write(approved, json);
            } else if (answer instanceof Pending pending) {
                json.write("status", "pending")
                        .write("id", pending.id())
                        .write("pollSeconds", pending.pollAfter().toSeconds());
            }
        });
    }

    private static void write(Approved approved, JsonGenerator json) {
        json.write("status", "approved")
                .write("node", approved.node())
                .write("chain", approved.chain().pem())
                .writeStartObject("broker")
                .write("host", approved.brokerHost())
                .write("port", approved.brokerPort())
                .writeEnd()
                .write("group", approved.group())
                .writeStartObject("head")
                .write("epoch", approved.head().epoch())
                .write("number", approved.head().number())
                .write("hash", approved.hash())
                .writeEnd();
    }

    public static EnrollmentAnswer readAnswer(String json) throws MalformedMessageException {
        var answer = parse(json, MAX_ANSWER);
        return switch (answer.text("status")) {
            case "approved" -> readApproved(answer);
            case "pending" -> readPending(answer);
            default -> throw answer.bad("status", "must be approved or pending");
        };
    }

    private static Approved readApproved(Fields answer) throws MalformedMessageException {
        var broker = answer.object("broker");
        var port = broker.count("port");
        if (port < 1 || port > MAX_PORT) {
            throw broker.bad("port", "must be from 1 to " + MAX_PORT);
        }
        var head = answer.object("head");
        return new Approved(
                matching(NODE, answer, "node", "must be letters, digits, dots, underscores and hyphens, at most 64"),
                readChain(answer),
                broker.text("host"),
                (int) port,
                answer.textOr("group", ""),
                new Revision(head.count("epoch"), head.count("number")),
                head.text("hash"));
    }

    private static CertificateChain readChain(Fields answer) throws MalformedMessageException {
        try {
            return CertificateChain.parse(answer.text("chain"));
        } catch (IOException e) {
            throw new MalformedMessageException("chain: " + e.getMessage(), e);
        }
    }

    private static Pending readPending(Fields answer) throws MalformedMessageException {
        var seconds = Math.max(1, Math.min(answer.count("pollSeconds"), LONGEST_POLL.toSeconds()));
        return new Pending(
                matching(ENROLLMENT, answer, "id", "must be 16 to 64 letters, digits, underscores or hyphens"),
                Duration.ofSeconds(seconds));
    }

    public static String write(Refusal refusal) {
        return JsonText.write(json -> json.write("type", "about:blank")
                .write("title", "The node may not join")
                .write("status", refusal.reason().status())
                .write("detail", refusal.text())
                .write("reason", refusal.reason().word()));
    }

    /** The reason's word, which a later version may have added, and the text. */
    static EnrollmentRefusedException readRefusal(String json) throws MalformedMessageException {
        var problem = Fields.parse(json, MAX_ANSWER);
        return new EnrollmentRefusedException(problem.text("reason"), problem.text("detail"));
    }

    private static String matching(Pattern form, Fields fields, String name, String wanted)
            throws MalformedMessageException {
        var text = fields.text(name);
        if (!form.matcher(text).matches()) {
            throw fields.bad(name, wanted);
        }
        return text;
    }

    private static String write(Consumer<JsonGenerator> fields) {
        return JsonText.write(json -> {
            json.write("v", VERSION);
            fields.accept(json);
        });
    }

    private static Fields parse(String json, int maxLength) throws MalformedMessageException {
        var message = Fields.parse(json, maxLength);
        if (message.count("v") != VERSION) {
            throw message.bad("v", "this reader understands version " + VERSION + " only");
        }
        return message;
    }

    private EnrollmentCodec() {}
}
