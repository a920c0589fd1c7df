package dev.sluice.enrollment;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The master's enrollments over HTTPS. Every call ends in bounded time with an answer of bounded length. */
final class MasterRest {
    private static final String PATH = "/api/v1/enrollments";

    /** @param retryAfter what the master asks for, empty for nothing */
    record Answer(int status, String body, Optional<Duration> retryAfter) {}

    private final URI enrollments;
    private final HttpClient client;
    private final Duration timeout;

    /** @throws IllegalArgumentException for an address that is not {@code https://host[:port]} */
    MasterRest(URI master, String authorityFingerprint, Duration timeout) {
        if (!"https".equalsIgnoreCase(master.getScheme()) || master.getHost() == null) {
            throw new IllegalArgumentException(
                    "the master's address must be https://host:port, not " + master.getScheme() + ":...");
        }
        this.enrollments = master.resolve(PATH);
        this.timeout = timeout;
        this.client = HttpClient.newBuilder()
                .sslContext(PinnedTrust.context(authorityFingerprint))
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
    }

    Answer ask(EnrollmentRequest request) throws IOException, InterruptedException {
        var body = HttpRequest.BodyPublishers.ofString(EnrollmentCodec.write(request));
        return send(HttpRequest.newBuilder(enrollments)
                .header("Content-Type", "application/json")
                .POST(body));
    }

    Answer poll(String id) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(enrollments + "/" + id)).GET());
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var sent = client.sendAsync(
                request.header("Accept", "application/json").build(),
                head -> new BoundedText(EnrollmentCodec.MAX_ANSWER));
        try {
            return answer(sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + timeout.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } finally {
            sent.cancel(true);
        }
    }

    private static Answer answer(HttpResponse<String> response) {
        var retryAfter = response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("[0-9]{1,5}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)));
        return new Answer(response.statusCode(), response.body(), retryAfter);
    }
}
