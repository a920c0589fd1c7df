package dev.sluice.slave.section;

import dev.sluice.identity.TrustStore;
import dev.sluice.jms.SectionFile;
import dev.sluice.slave.config.ClusterConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The master's portal port, over HTTPS with the cluster's authority as the only one that is trusted. */
public final class MasterSections implements SectionSource {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final ClusterConfig cluster;
    private @Nullable HttpClient client;

    public MasterSections(ClusterConfig cluster) {
        this.cluster = cluster;
    }

    @Override
    public Answer get(String digest, String base, long most) throws IOException {
        URI master = cluster.masterUrl()
                .orElseThrow(() -> new IOException("sluice.master.url is not set, so long lists cannot be fetched"));
        URI uri = master.resolve("/api/v1/sections/" + digest + (base.isEmpty() ? "" : "?base=" + base));
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(ANSWER)
                .header("Accept-Encoding", "gzip")
                .build();
        HttpResponse<InputStream> response = send(request);
        try (InputStream body = response.body()) {
            if (response.statusCode() != 200) {
                throw new IOException("the master answers " + response.statusCode() + " to " + uri);
            }
            return new Answer(read(decoded(response, body), most, uri), isDelta(response, base));
        }
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
        try {
            return client().send(request, BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (IOException e) {
            throw new IOException("the master does not answer at " + request.uri() + ": " + e, e);
        }
    }

    private static InputStream decoded(HttpResponse<?> response, InputStream body) throws IOException {
        Optional<String> coding = response.headers().firstValue("Content-Encoding");
        return coding.filter("gzip"::equalsIgnoreCase).isPresent() ? new GZIPInputStream(body) : body;
    }

    private static byte[] read(InputStream body, long most, URI uri) throws IOException {
        byte[] content = body.readNBytes((int) Math.min(most + 1, Integer.MAX_VALUE));
        if (content.length > most) {
            throw new IOException("the master's answer to " + uri + " is longer than " + most + " bytes");
        }
        return content;
    }

    private static boolean isDelta(HttpResponse<?> response, String base) {
        return response.headers()
                .firstValue(SectionFile.DELTA_BASE)
                .filter(('"' + base + '"')::equals)
                .isPresent();
    }

    /** Made when it is first needed: a node that has not joined yet has no authority. */
    private synchronized HttpClient client() throws IOException {
        HttpClient known = client;
        if (known == null) {
            known = HttpClient.newBuilder()
                    .sslContext(trust())
                    .connectTimeout(CONNECT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
            client = known;
        }
        return known;
    }

    private SSLContext trust() throws IOException {
        var authority =
                TrustStore.read(cluster.trustStore(), cluster.storePassword().toCharArray());
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("authority", authority);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("the cluster's authority cannot be trusted", e);
        }
    }
}
