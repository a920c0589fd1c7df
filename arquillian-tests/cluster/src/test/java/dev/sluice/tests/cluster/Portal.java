package dev.sluice.tests.cluster;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The master's REST interface, called with a token, over TLS that trusts the cluster's authority and no other. */
final class Portal {
    /** Longer than any test stops a master. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final URI base;
    private final HttpClient client;
    private final String password;
    private final String token;

    Portal(int port, Path data, String password) throws IOException, InterruptedException {
        this.base = URI.create("https://127.0.0.1:" + port);
        this.password = password;
        this.client = HttpClient.newBuilder()
                .sslContext(trusting(data.resolve("secrets/ca/ca.crt")))
                .build();
        this.token = makeToken();
    }

    private Portal(Portal other, int port) {
        this.base = URI.create("https://127.0.0.1:" + port);
        this.password = other.password;
        this.client = other.client;
        this.token = other.token;
    }

    /** How a page is answered to who has these cookies, on one of the connections that are kept. */
    int pageStatus(String name, String cookies) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base() + "/" + name));
        if (!cookies.isEmpty()) {
            request.header("Cookie", cookies);
        }
        return client.send(request.build(), BodyHandlers.discarding()).statusCode();
    }

    /** Another master of the same cluster. */
    Portal at(int port) {
        return new Portal(this, port);
    }

    URI base() {
        return base;
    }

    String password() {
        return password;
    }

    /**
     * What tells the key of the portal's certificate, which the cluster's authority has issued, from all others: its
     * SHA-256 in Base64.
     */
    String keyDigest() throws IOException, InterruptedException {
        HttpResponse<Void> response = client.send(HttpRequest.newBuilder(base).build(), BodyHandlers.discarding());
        byte[] key = response.sslSession()
                .orElseThrow()
                .getPeerCertificates()[0]
                .getPublicKey()
                .getEncoded();
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Puts a rule that blocks the host before all others and publishes it. */
    Revision publishBlock(String id, String host) throws IOException, InterruptedException {
        draftBlock(id, host);
        return publish("block " + host);
    }

    /** Puts that rule into the draft only. */
    void draftBlock(String id, String host) throws IOException, InterruptedException {
        draftFirst(rule(id, "host", host)
                .add(
                        "action",
                        Json.createObjectBuilder()
                                .add("block", Json.createObjectBuilder().add("message", "Not here."))));
    }

    /** Publishes a rule that allows and audits requests of this method. */
    Revision publishAudit(String id, String method) throws IOException, InterruptedException {
        draftFirst(rule(id, "method", method)
                .add("action", Json.createObjectBuilder().add("allow", Json.createObjectBuilder()))
                .add("audit", true));
        return publish("audit " + method);
    }

    private void draftFirst(JsonObjectBuilder rule) throws IOException, InterruptedException {
        send("POST", "/api/v1/policy/draft/rules?position=0", rule.build().toString());
    }

    void dropFromDraft(String id) throws IOException, InterruptedException {
        send("DELETE", "/api/v1/policy/draft/rules/" + id, "");
    }

    void publishWithout(String id) throws IOException, InterruptedException {
        dropFromDraft(id);
        publish("without " + id);
    }

    Revision publish(String comment) throws IOException, InterruptedException {
        return Revision.of(read(send(
                "POST",
                "/api/v1/policy/publish",
                Json.createObjectBuilder().add("comment", comment).build().toString())));
    }

    /** The newest revision. */
    Revision head() throws IOException, InterruptedException {
        return Revision.of(read(send("GET", "/api/v1/policy", "")).getJsonObject("head"));
    }

    /** What that revision says. */
    String policy(long revision) throws IOException, InterruptedException {
        return object("/api/v1/policy/revisions/" + revision).get("policy").toString();
    }

    /** The newest records, at most a thousand. */
    List<JsonObject> records() throws IOException, InterruptedException {
        return array("/api/v1/records?limit=1000").getValuesAs(JsonObject.class);
    }

    /** The stored records whose path starts so, by path. */
    Map<String, List<JsonObject>> recordsByPath(String prefix) throws IOException, InterruptedException {
        return records().stream()
                .filter(record -> record.getString("path").startsWith(prefix))
                .collect(Collectors.groupingBy(record -> record.getString("path")));
    }

    Map<String, JsonObject> nodes() throws IOException, InterruptedException {
        return array("/api/v1/nodes").getValuesAs(JsonObject.class).stream()
                .collect(Collectors.toMap(node -> node.getString("id"), node -> node));
    }

    /** Where the records of each node are, by its id. */
    Map<String, JsonObject> completeness() throws IOException, InterruptedException {
        return object("/api/v1/reports/completeness").getJsonArray("nodes").getValuesAs(JsonObject.class).stream()
                .collect(Collectors.toMap(account -> account.getString("node"), account -> account));
    }

    JsonObject node(String id) throws IOException, InterruptedException {
        return nodes().get(id);
    }

    void removeReport(int id) throws IOException, InterruptedException {
        send("DELETE", "/api/v1/reports/schedules/" + id, "");
    }

    void removeNode(String id) throws IOException, InterruptedException {
        send("POST", "/api/v1/nodes/" + id + "/remove", "");
    }

    /** A new activation key, with its {@code id} and, as {@code key}, all of it. */
    JsonObject newKey(String label, boolean autoApprove) throws IOException, InterruptedException {
        return read(send(
                "POST",
                "/api/v1/keys",
                Json.createObjectBuilder()
                        .add("label", label)
                        .add("autoApprove", autoApprove)
                        .build()
                        .toString()));
    }

    /** The reasons of the newest refusals to join, by the name that the node wanted. */
    List<JsonObject> refusals() throws IOException, InterruptedException {
        return read(send("GET", "/api/v1/enrollments", ""))
                .getJsonArray("refused")
                .getValuesAs(JsonObject.class);
    }

    boolean isInSync(String node) throws IOException, InterruptedException {
        return nodes().get(node).getString("status").equals("IN_SYNC");
    }

    JsonArray array(String path) throws IOException, InterruptedException {
        return Json.createReader(new StringReader(send("GET", path, ""))).readArray();
    }

    JsonObject object(String path) throws IOException, InterruptedException {
        return Json.createReader(new StringReader(send("GET", path, ""))).readObject();
    }

    /** What the newest rollout is in, such as HOLD. */
    String rolloutState() throws IOException, InterruptedException {
        return object("/api/v1/policy/rollouts/current").getString("state", "");
    }

    void abortRollout() throws IOException, InterruptedException {
        send("POST", "/api/v1/policy/rollouts/current/abort", "");
    }

    /** The answer to a call, whatever its status. */
    HttpResponse<String> ask(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path))
                .header("Authorization", "Bearer " + token)
                .timeout(PATIENCE);
    }

    private String send(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                request(path).method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return send(request.build());
    }

    private static JsonObject read(String text) {
        return Json.createReader(new StringReader(text)).readObject();
    }

    private String makeToken() throws IOException, InterruptedException {
        String credentials = Base64.getEncoder().encodeToString(("admin:" + password).getBytes(StandardCharsets.UTF_8));
        String answer = send(HttpRequest.newBuilder(base.resolve("/api/v1/tokens"))
                .header("Authorization", "Basic " + credentials)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"label\":\"tests\"}"))
                .build());
        return read(answer).getString("token");
    }

    private String send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(
                    request.method() + " " + request.uri() + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    private static JsonObjectBuilder rule(String id, String condition, String value) {
        return Json.createObjectBuilder()
                .add("name", id)
                .add("enabled", true)
                .add(
                        "when",
                        Json.createArrayBuilder()
                                .add(Json.createObjectBuilder()
                                        .add(
                                                condition,
                                                Json.createArrayBuilder().add(value))));
    }

    private static SSLContext trusting(Path certificate) throws IOException {
        try (InputStream in = Files.newInputStream(certificate)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
