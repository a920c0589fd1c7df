package dev.sluice.tests.cluster;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A real nginx on a free port of this machine that serves what real clients fetch: a page, a large file, a
 * git repository, an apt repository and an npm registry.
 */
final class LocalSites implements AutoCloseable {
    static final int LARGE = 20 * 1024 * 1024;

    /** All paths that start so are of the large file. */
    static final String LARGE_PATHS = "/mixed/aborted/";

    static final String PAGE = "<!doctype html><title>Local site</title><h1>It came through the gateway</h1>";

    private final Path root;
    private final int port;
    private Process nginx;

    private LocalSites(Path root, int port) {
        this.root = root;
        this.port = port;
    }

    static LocalSites start(Path folder) throws IOException, InterruptedException {
        LocalSites sites = new LocalSites(Files.createDirectories(Folders.emptied(folder)), freePort());
        sites.writePages();
        sites.writeGitRepository();
        sites.writeAptRepository();
        sites.writeNpmRegistry();
        sites.startNginx();
        return sites;
    }

    int port() {
        return port;
    }

    String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    /** The file that is served under this path. */
    Path file(String path) {
        return root.resolve("www").resolve(path);
    }

    @Override
    public void close() {
        nginx.destroy();
    }

    private void writePages() throws IOException {
        Files.createDirectories(root.resolve("www"));
        Files.writeString(root.resolve("www/index.html"), PAGE);
        Files.write(root.resolve("www/large.bin"), new byte[LARGE]);
    }

    private void writeGitRepository() throws IOException, InterruptedException {
        Path work = Files.createDirectories(root.resolve("git-work"));
        Files.writeString(work.resolve("hello.txt"), "hello\n");
        Shell.run(work, "git", "init", "-q", "-b", "main");
        Shell.run(work, "git", "add", ".");
        Shell.run(work, "git", "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "-m", "one");
        Shell.run(root, "git", "clone", "-q", "--bare", "git-work", "www/repo.git");
        Shell.run(root.resolve("www/repo.git"), "git", "update-server-info");
    }

    private void writeAptRepository() throws IOException, InterruptedException {
        Path control = Files.createDirectories(root.resolve("probe/DEBIAN"));
        Files.setPosixFilePermissions(control, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(
                control.resolve("control"),
                "Package: sluice-probe\nVersion: 1.0\nArchitecture: all\nMaintainer: Tests <t@example.org>\n"
                        + "Description: made by the tests\n");
        Path apt = Files.createDirectories(root.resolve("www/apt"));
        Shell.run(root, "dpkg-deb", "--root-owner-group", "--build", "probe", "www/apt/sluice-probe.deb");
        byte[] deb = Files.readAllBytes(apt.resolve("sluice-probe.deb"));
        Files.writeString(
                apt.resolve("Packages"),
                Files.readString(control.resolve("control")) + "Filename: ./sluice-probe.deb\nSize: " + deb.length
                        + "\nSHA256: " + HexFormat.of().formatHex(digest("SHA-256", deb)) + "\n");
    }

    private void writeNpmRegistry() throws IOException, InterruptedException {
        Path packed = Files.createDirectories(root.resolve("npm/package"));
        Files.writeString(packed.resolve("package.json"), "{\"name\":\"sluice-probe\",\"version\":\"1.0.0\"}");
        Path target = Files.createDirectories(root.resolve("www/npm/sluice-probe/-"));
        Path archive = target.resolve("sluice-probe-1.0.0.tgz");
        Shell.run(root.resolve("npm"), "tar", "-czf", archive.toString(), "package");
        String integrity =
                "sha512-" + Base64.getEncoder().encodeToString(digest("SHA-512", Files.readAllBytes(archive)));
        Files.writeString(root.resolve("www/npm/sluice-probe.json"), """
                {"name":"sluice-probe","dist-tags":{"latest":"1.0.0"},"versions":{"1.0.0":{
                 "name":"sluice-probe","version":"1.0.0","dist":{"tarball":"%s","integrity":"%s"}}}}
                """.formatted(
                        url("/npm/sluice-probe/-/sluice-probe-1.0.0.tgz"), integrity));
    }

    private void startNginx() throws IOException {
        Path config = root.resolve("nginx.conf");
        Files.writeString(config, """
                daemon off; master_process off; worker_processes 1; pid %1$s/nginx.pid; error_log %1$s/error.log;
                events { worker_connections 1024; }
                http {
                  access_log off; client_body_temp_path %1$s/tmp; proxy_temp_path %1$s/tmp; fastcgi_temp_path %1$s/tmp;
                  uwsgi_temp_path %1$s/tmp; scgi_temp_path %1$s/tmp;
                  types { text/html html; application/json json; }
                  server {
                    listen %2$d; root %1$s/www;
                    location %3$s { try_files /large.bin =404; }
                    location /npm/ { try_files $uri.json $uri =404; }
                  }
                }
                """.formatted(root, port, LARGE_PATHS));
        nginx = new ProcessBuilder("nginx", "-p", root.toString(), "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(root.resolve("nginx.out").toFile())
                .start();
        Waiting.until("nginx answers", () -> Shell.exitCode(root, "curl", "-sfo", "/dev/null", url("/")) == 0);
    }

    private static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
