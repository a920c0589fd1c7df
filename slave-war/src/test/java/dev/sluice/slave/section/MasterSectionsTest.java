package dev.sluice.slave.section;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.sluice.fixtures.TestIdentities;
import dev.sluice.slave.config.ClusterConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterSectionsTest {
    private static final String PASSWORD = "of-the-test";
    private static final String DIGEST = "ab".repeat(32);
    private static final String BASE = "cd".repeat(32);

    @TempDir
    private Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private TestIdentities identities;
    private HttpsServer server;
    private int status = 200;
    private boolean gzip;
    private String deltaBase = "";
    private byte[] content = "a.example\n".getBytes(US_ASCII);

    @BeforeEach
    void start() throws Exception {
        identities = new TestIdentities(folder.resolve("secrets"), PASSWORD);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context()));
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private SSLContext context() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(identities.keyStore("portal"))) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Accept-Encoding"));
        Headers headers = exchange.getResponseHeaders();
        if (!deltaBase.isEmpty()) {
            headers.set("Delta-Base", '"' + deltaBase + '"');
        }
        byte[] body = content;
        if (gzip) {
            headers.set("Content-Encoding", "gzip");
            ByteArrayOutputStream zipped = new ByteArrayOutputStream();
            try (OutputStream out = new GZIPOutputStream(zipped)) {
                out.write(content);
            }
            body = zipped.toByteArray();
        }
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private MasterSections sections(TestIdentities trusted) {
        URI master = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
        return new MasterSections(new ClusterConfig("", folder, trusted.trustStore(), PASSWORD, Optional.of(master)));
    }

    @Test
    void asksForAListByItsDigest() throws IOException {
        SectionSource.Answer answer = sections(identities).get(DIGEST, "", 100);
        assertThat(answer.content()).isEqualTo(content);
        assertThat(answer.delta()).isFalse();
        assertThat(asked).containsExactly("/api/v1/sections/" + DIGEST + " gzip");
    }

    @Test
    void asksForADeltaAndTellsWhetherItGotOneToThatBase() throws IOException {
        MasterSections sections = sections(identities);
        assertThat(sections.get(DIGEST, BASE, 100).delta()).isFalse();
        deltaBase = BASE;
        assertThat(sections.get(DIGEST, BASE, 100).delta()).isTrue();
        deltaBase = DIGEST;
        assertThat(sections.get(DIGEST, BASE, 100).delta()).isFalse();
        assertThat(asked.get(0)).startsWith("/api/v1/sections/" + DIGEST + "?base=" + BASE);
    }

    @Test
    void readsCompressedAnswersAndGivesUpOnWhatIsTooLongOnceItIsUnpacked() throws IOException {
        gzip = true;
        content = "a".repeat(1_000_000).getBytes(US_ASCII);
        assertThat(sections(identities).get(DIGEST, "", 1_000_000).content()).isEqualTo(content);
        assertThatThrownBy(() -> sections(identities).get(DIGEST, "", 999_999)).hasMessageContaining("longer than");
    }

    @Test
    void saysWhatTheMasterAnswers() {
        status = 404;
        assertThatThrownBy(() -> sections(identities).get(DIGEST, "", 100))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("404", DIGEST);
    }

    @Test
    void speaksOnlyToAMasterOfItsCluster() {
        TestIdentities others = new TestIdentities(folder.resolve("others"), PASSWORD);
        assertThatThrownBy(() -> sections(others).get(DIGEST, "", 100))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not answer");
        assertThat(asked).isEmpty();
    }

    @Test
    void saysThatItIsNotToldWhereTheMasterIs() {
        MasterSections lost =
                new MasterSections(new ClusterConfig("", folder, identities.trustStore(), PASSWORD, Optional.empty()));
        assertThatThrownBy(() -> lost.get(DIGEST, "", 100)).hasMessageContaining("sluice.master.url");
    }
}
