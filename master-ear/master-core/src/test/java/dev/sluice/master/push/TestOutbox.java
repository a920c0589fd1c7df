package dev.sluice.master.push;

import dev.sluice.jms.AdmissionMessage;
import dev.sluice.jms.CertificateMessage;
import dev.sluice.jms.CommandMessage;
import dev.sluice.jms.HeadMessage;
import dev.sluice.jms.MalformedMessageException;
import dev.sluice.jms.MessageCodec;
import dev.sluice.jms.MessageType;
import dev.sluice.jms.PolicyMessage;
import jakarta.jms.JMSRuntimeException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what is sent, unless the broker is away. */
public final class TestOutbox implements Outbox {
    /** @param node empty for all */
    public record Sent(String node, MessageType type, String text) {}

    public final List<Sent> sent = new CopyOnWriteArrayList<>();
    public final List<AdmissionMessage> admissions = new CopyOnWriteArrayList<>();
    public volatile boolean brokerAway;
    /** Of the newest master that the broker has seen. */
    public volatile long brokerEpoch;

    @Override
    public void toAll(MessageType type, String text) {
        take(new Sent("", type, text));
    }

    @Override
    public void toNode(String node, MessageType type, String text, Care care) {
        take(new Sent(node, type, text));
    }

    private void take(Sent message) {
        failWhileAway();
        sent.add(message);
    }

    @Override
    public void toBroker(AdmissionMessage message) {
        failWhileAway();
        if (message.epoch() < brokerEpoch) {
            throw new JMSRuntimeException("AMQ: " + message.tooLate(brokerEpoch));
        }
        admissions.add(message);
    }

    private void failWhileAway() {
        if (brokerAway) {
            throw new JMSRuntimeException("away");
        }
    }

    /** As {@code 1.2 to n1}, or {@code 1.2 to all}. */
    public List<String> policies() {
        return sent.stream()
                .filter(message -> message.type() == MessageType.POLICY)
                .map(message ->
                        policy(message).revision() + " to " + (message.node().isEmpty() ? "all" : message.node()))
                .toList();
    }

    public static PolicyMessage policy(Sent message) {
        try {
            return MessageCodec.readPolicy(message.text());
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }

    public List<HeadMessage> heads() {
        return read(MessageType.HEAD, MessageCodec::readHead);
    }

    public List<CommandMessage> commands() {
        return read(MessageType.COMMAND, MessageCodec::readCommand);
    }

    public List<CertificateMessage> certificates() {
        return read(MessageType.CERTIFICATE, MessageCodec::readCertificate);
    }

    private interface Reader<T> {
        T read(String text) throws MalformedMessageException;
    }

    private <T> List<T> read(MessageType type, Reader<T> reader) {
        return sent.stream()
                .filter(message -> message.type() == type)
                .map(message -> {
                    try {
                        return reader.read(message.text());
                    } catch (MalformedMessageException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
    }
}
