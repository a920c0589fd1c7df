package dev.sluice.jms;

/** The control messages as JSON text, each with {@code "v": 1}. Unknown fields are ignored. Stateless. */
public final class MessageCodec {
    public static String write(PolicyMessage message) {
        throw new UnsupportedOperationException(message.toString());
    }

    public static PolicyMessage readPolicy(String json) throws MalformedMessageException {
        throw new UnsupportedOperationException(json);
    }

    public static String write(NodeState state) {
        throw new UnsupportedOperationException(state.toString());
    }

    public static NodeState readState(String json) throws MalformedMessageException {
        throw new UnsupportedOperationException(json);
    }

    public static String write(AppliedMessage message) {
        throw new UnsupportedOperationException(message.toString());
    }

    public static AppliedMessage readApplied(String json) throws MalformedMessageException {
        throw new UnsupportedOperationException(json);
    }

    private MessageCodec() {}
}
