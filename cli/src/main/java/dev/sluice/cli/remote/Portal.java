package dev.sluice.cli.remote;

import dev.sluice.cli.cluster.Problem;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonStructure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;

/**
 * The master's REST interface under {@code /api/v1}. Every call either gives the answer's JSON or ends in a {@link
 * Problem} that says what the master said. Safe for any thread.
 */
final class Portal {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Until the first of an export comes: the master may have to look far for it. */
    private static final Duration LONG_PATIENCE = Duration.ofMinutes(15);

    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(5);

    private final URI base;
    private final String token;
    private final HttpClient client;

    /**
     * @param master {@code https://host:port}
     * @param authority who must have signed the master's certificate
     * @param token a bearer token
     */
    Portal(URI master, X509Certificate authority, String token) {
        this.base = URI.create(master.toString().replaceAll("/+$", "") + "/api/v1/");
        this.token = token;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .sslContext(trusting(authority))
                .build();
    }

    private static SSLContext trusting(X509Certificate authority) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("ca", authority);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("Every Java can trust one certificate", e);
        }
    }

    /** {@code https://host:port} of the master. */
    URI master() {
        return base.resolve("/");
    }

    JsonObject get(String path) {
        return object(call("GET", path, ""));
    }

    JsonArray list(String path) {
        return call("GET", path, "").asJsonArray();
    }

    JsonObject post(String path, JsonObject body) {
        return object(call("POST", path, body.toString()));
    }

    JsonObject put(String path, String body) {
        return object(call("PUT", path, body));
    }

    void delete(String path) {
        call("DELETE", path, "");
    }

    /** Copies an answer that is no JSON, of any length, as it comes. */
    void download(String path, OutputStream out) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(LONG_PATIENCE)
                .header("Authorization", "Bearer " + token)
                .build();
        HttpResponse<InputStream> response = send(request, BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() >= 300) {
                throw problem(response, new String(body.readAllBytes(), StandardCharsets.UTF_8));
            }
            copy(body, out);
        }
    }

    private static void copy(InputStream body, OutputStream out) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        while (true) {
            int length;
            try {
                length = body.read(buffer);
            } catch (IOException e) {
                throw new Problem(
                        "The master's answer broke off: " + e.getMessage() + ". What came is not complete.",
                        "See ./sluice logs master, then try again.",
                        e);
            }
            if (length < 0) {
                out.flush();
                return;
            }
            out.write(buffer, 0, length);
        }
    }

    private static JsonObject object(JsonStructure answer) {
        return answer.asJsonObject();
    }

    private JsonStructure call(String method, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json, application/problem+json");
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        if (method.equals("PUT")) {
            request.header("If-Match", "*");
        }
        HttpResponse<String> response = send(
                request.method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw problem(response, response.body());
        }
        return response.body().isBlank() ? JsonObject.EMPTY_JSON_OBJECT : parse(response.body());
    }

    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
        try {
            return client.send(request, handler);
        } catch (IOException e) {
            throw unanswered(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem("Stopped while waiting for the master.", "Try again.", e);
        }
    }

    private Problem unanswered(IOException failure) {
        if (failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException) {
            return new MasterAway(
                    "There is no master at " + master() + ".",
                    "Start the cluster with ./sluice up, or name the master with --master https://HOST:PORT.",
                    failure);
        }
        if (failure instanceof SSLException && !isCutOff(failure)) {
            return new Problem(
                    "Who answers at " + master() + " has no certificate of this cluster: " + failure.getMessage(),
                    "Name the certificate of the cluster's authority with --ca FILE; it is secrets/ca/ca.crt in the"
                            + " master's data folder.",
                    failure);
        }
        return new MasterAway(
                "The master did not answer: " + failure.getMessage(), "See ./sluice status, then try again.", failure);
    }

    /** A handshake that was broken off, by a master that ends say, and not for its certificate. */
    private static boolean isCutOff(IOException failure) {
        return failure instanceof SSLHandshakeException
                && Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
                        .noneMatch(CertificateException.class::isInstance);
    }

    private static Problem problem(HttpResponse<?> response, String answer) {
        int status = response.statusCode();
        if (status == 401) {
            return new Problem(
                    "The master does not know this token.",
                    "Set SLUICE_TOKEN to a token of an administrator (POST /api/v1/tokens makes one), or run this on the"
                            + " master's machine with its --data DIR.");
        }
        Optional<JsonObject> document = document(answer);
        String detail = document.map(said -> said.getString("detail", ""))
                .filter(said -> !said.isEmpty())
                .orElseGet(() -> wordless(status, document.isPresent()));
        Optional<Duration> pause = pause(response);
        if (pause.isPresent() || mayPass(status, document.isPresent())) {
            return new MasterAway(
                    detail,
                    "See ./sluice status and ./sluice logs master, then try again.",
                    pause.orElse(AFTER_A_FAILURE));
        }
        String violations = document.map(Portal::violations).orElse("");
        return new Problem(detail, violations.isEmpty() ? advice(response) : violations);
    }

    /** With 503 and no time after which to try again, a change may be done: to try again is not the thing to do first. */
    private static String advice(HttpResponse<?> response) {
        boolean unsure =
                response.statusCode() == 503 && !response.request().method().equals("GET");
        return unsure ? "See ./sluice status and ./sluice logs master." : "Mend that, then try again.";
    }

    private static String wordless(int status, boolean masters) {
        if (masters) {
            return "It answered " + status + ".";
        }
        return mayPass(status, false)
                ? "The master is not there yet, or this is not its portal: its server answered " + status + "."
                : "It answered " + status + ". Is this the master's portal?";
    }

    /** Besides what the master says passes: its failures, and what its server says while the master is not there yet. */
    private static boolean mayPass(int status, boolean masters) {
        return masters ? status == 500 : status == 404 || status >= 500;
    }

    private static Optional<Duration> pause(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(seconds -> seconds.matches("[0-9]{1,2}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    }

    private static String violations(JsonObject document) {
        return document.containsKey("violations")
                ? document.getJsonArray("violations").getValuesAs(JsonObject.class).stream()
                        .map(v -> v.getString("path") + ": " + v.getString("problem"))
                        .collect(Collectors.joining("\n        "))
                : "";
    }

    /** Empty for an answer without a problem document: that is not our master's, or not of a version that fits. */
    private static Optional<JsonObject> document(String answer) {
        try {
            return parse(answer) instanceof JsonObject object ? Optional.of(object) : Optional.empty();
        } catch (Problem notJson) {
            return Optional.empty();
        }
    }

    private static JsonStructure parse(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.read();
        } catch (JsonException e) {
            throw new Problem("The master's answer is no JSON.", "Is this address the master's portal?", e);
        }
    }
}
