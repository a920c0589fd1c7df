package dev.sluice.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Programs that people really use, through the balanced proxy. */
@ExtendWith(ClusterExtension.class)
@Order(3)
class RealClientsIT {
    private final Cluster cluster;
    private final LocalSites sites;
    private String proxy = "";

    @TempDir
    private Path folder;

    RealClientsIT(Cluster cluster, LocalSites sites) {
        this.cluster = cluster;
        this.sites = sites;
    }

    @BeforeEach
    void findProxy() throws IOException, InterruptedException {
        proxy = "http://127.0.0.1:" + cluster.proxy().getPort();
    }

    @Test
    void curlFetchesALargeFile() throws Exception {
        Shell.run(folder, "curl", "-sf", "-x", proxy, "-o", "large.bin", sites.url("/large.bin"));

        assertThat(folder.resolve("large.bin")).hasSize(LocalSites.LARGE);
        assertRecorded("curl/", "/large.bin", 200, LocalSites.LARGE);
    }

    @Test
    void wgetFetchesAPage() throws Exception {
        Shell.run(folder, Map.of("http_proxy", proxy), "wget", "-q", "-O", "page", sites.url("/index.html"));

        assertThat(folder.resolve("page")).hasContent(LocalSites.PAGE);
        assertRecorded("Wget/", "/index.html", 200, LocalSites.PAGE.length());
    }

    @Test
    void javaFetchesAPage() throws Exception {
        assertThat(Fetch.through(cluster.proxy()).get(sites.url("/index.html")).body())
                .isEqualTo(LocalSites.PAGE);

        assertRecorded("Java-http-client/", "/index.html", 200, LocalSites.PAGE.length());
    }

    @Test
    void gitClonesARepository() throws Exception {
        Shell.run(folder, Map.of("http_proxy", proxy), "git", "clone", "-q", sites.url("/repo.git"), "clone");

        assertThat(folder.resolve("clone/hello.txt")).hasContent("hello");
        assertRecorded("git/", "/repo.git/HEAD", 200, "ref: refs/heads/main\n".length());
    }

    @Test
    void aptReadsARepositoryAndFetchesAPackage() throws Exception {
        Files.createDirectories(folder.resolve("state/lists/partial"));
        Files.createDirectories(folder.resolve("cache/archives/partial"));
        Files.writeString(folder.resolve("sources.list"), "deb [trusted=yes] " + sites.url("/apt") + " ./\n");
        List<String> options = List.of(
                "-oDir::Etc::SourceList=" + folder.resolve("sources.list"),
                "-oDir::Etc::SourceParts=/nowhere",
                "-oDir::State::Lists=" + folder.resolve("state/lists"),
                "-oDir::Cache=" + folder.resolve("cache"),
                "-oAcquire::http::Proxy=" + proxy,
                "-oAcquire::http::Proxy::127.0.0.1=" + proxy,
                "-oAPT::Sandbox::User=");
        apt(options, "update");
        apt(options, "download", "sluice-probe");

        assertThat(folder.resolve("sluice-probe_1.0_all.deb")).isNotEmptyFile();
        assertRecorded(
                "Debian APT", "/apt/./sluice-probe.deb", 200, Files.size(folder.resolve("sluice-probe_1.0_all.deb")));
    }

    @Test
    void npmInstallsAPackage() throws Exception {
        Files.writeString(folder.resolve("package.json"), "{\"name\":\"user\",\"version\":\"1.0.0\"}");
        Shell.run(
                folder,
                Map.of("npm_config_cache", folder.resolve("cache").toString(), "npm_config_noproxy", "example.invalid"),
                "npm",
                "install",
                "--no-audit",
                "--no-fund",
                "--no-update-notifier",
                "--registry",
                sites.url("/npm/"),
                "--proxy",
                proxy,
                "sluice-probe");

        assertThat(folder.resolve("node_modules/sluice-probe/package.json")).exists();
        assertRecorded("npm/", "/npm/sluice-probe", 200, Files.size(sites.file("npm/sluice-probe.json")));
    }

    @Test
    void chromiumLoadsAPage() throws Exception {
        String page = Shell.run(
                folder,
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--no-first-run",
                "--user-data-dir=" + folder.resolve("profile"),
                "--proxy-server=" + proxy,
                "--proxy-bypass-list=<-loopback>",
                "--dump-dom",
                sites.url("/index.html"));

        assertThat(page).contains("It came through the gateway");
        assertRecorded("Chrome/", "/index.html", 200, LocalSites.PAGE.length());
    }

    private void apt(List<String> options, String... words) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of("apt-get", "-q"));
        command.addAll(options);
        command.addAll(List.of(words));
        Shell.run(folder, command.toArray(String[]::new));
    }

    private void assertRecorded(String agent, String path, int status, long bytes) throws IOException {
        Waiting.until(
                agent + " " + path + " is recorded", () -> recorded(agent, path).isPresent());
        JsonObject record;
        try {
            record = recorded(agent, path).orElseThrow();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        assertThat(record.getInt("status")).isEqualTo(status);
        assertThat(record.getInt("bytesDown")).isEqualTo((int) bytes);
        assertThat(record.getString("node")).isIn(Cluster.SLAVES);
        assertThat(record.getString("action")).isEqualTo("allow");
    }

    private java.util.Optional<JsonObject> recorded(String agent, String path)
            throws IOException, InterruptedException {
        return cluster.portal().records().stream()
                .filter(record -> record.getString("userAgent").contains(agent))
                .filter(record -> record.getString("path").equals(path))
                .findFirst();
    }
}
