package dev.sluice.jms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each message as it goes over the wire in each version of the protocol that is supported. The file {@code WORD-N.json} is how
 * it looks from version N on; a version in which nothing changed has no file of its own.
 */
class GoldenSamplesTest {
    static Stream<Arguments> messagesInEachProtocol() {
        return IntStream.rangeClosed(Protocol.CURRENT.oldest(), Protocol.CURRENT.newest())
                .boxed()
                .flatMap(version -> Arrays.stream(MessageType.values()).map(type -> Arguments.of(type, version)));
    }

    @ParameterizedTest
    @MethodSource("messagesInEachProtocol")
    void readsEachMessageOfEachProtocol(MessageType type, int version) throws Exception {
        String sample = newestSample(type, version);

        assertThat(Fields.parse(sample, sample.length() * 4).count("v")).isLessThanOrEqualTo(version);
        assertThat(read(type, sample)).hasNoNullFieldsOrProperties();
    }

    private static String newestSample(MessageType type, int version) {
        return IntStream.iterate(version, older -> older >= Protocol.CURRENT.oldest(), older -> older - 1)
                .mapToObj(older -> type.word() + "-" + older + ".json")
                .filter(name -> GoldenSamplesTest.class.getResource(name) != null)
                .findFirst()
                .map(Samples::text)
                .orElseThrow(() -> new AssertionError("There is no sample of a " + type.word() + " in protocol "
                        + version + "; keep one under " + type.word() + "-" + version + ".json"));
    }

    /** Without a default, so that a new type does not compile until it is read here too. */
    private static Record read(MessageType type, String json) throws MalformedMessageException {
        return switch (type) {
            case STATE -> MessageCodec.readState(json);
            case CERTIFICATE_REQUEST -> MessageCodec.readCertificateRequest(json);
            case POLICY -> MessageCodec.readPolicy(json);
            case APPLIED -> MessageCodec.readApplied(json);
            case HEAD -> MessageCodec.readHead(json);
            case COMMAND -> MessageCodec.readCommand(json);
            case CERTIFICATE -> MessageCodec.readCertificate(json);
        };
    }
}
