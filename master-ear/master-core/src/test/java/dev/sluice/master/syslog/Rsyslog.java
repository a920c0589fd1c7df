package dev.sluice.master.syslog;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Debian's rsyslogd as a process of its own, which writes what it gets to a file before it reads on. Each line is node, boot
 * and message.
 */
final class Rsyslog implements AutoCloseable {
    private final Path folder;
    private final int port;
    private final String authentication;
    private Process process;

    /** @param folder with cert.pem and key.pem for TLS; plain TCP where there is no cert.pem */
    Rsyslog(Path folder) throws IOException {
        this(folder, "anon");
    }

    /** @param authentication whom it takes records from, such as {@code x509/certvalid} */
    Rsyslog(Path folder, String authentication) throws IOException {
        this.folder = folder;
        this.authentication = authentication;
        this.port = freePort();
        Files.writeString(folder.resolve("rsyslog.conf"), configuration());
        start();
    }

    private String configuration() {
        boolean tls = Files.exists(folder.resolve("cert.pem"));
        String files = " DefaultNetstreamDriver=\"gtls\" DefaultNetstreamDriverCAFile=\"%1$s/cert.pem\""
                + " DefaultNetstreamDriverCertFile=\"%1$s/cert.pem\" DefaultNetstreamDriverKeyFile=\"%1$s/key.pem\"";
        return """
            global(workDirectory="%s"%s)
            main_queue(queue.type="Direct")
            module(load="imtcp"%s)
            template(name="line" type="string" string="%%hostname%% %%procid%% %%msg%%\\n")
            input(type="imtcp" address="127.0.0.1" port="%d")
            action(type="omfile" file="%s" template="line")
            """.formatted(
                        folder,
                        tls ? files.formatted(folder) : "",
                        tls ? " StreamDriver.Mode=\"1\" StreamDriver.AuthMode=\"" + authentication + "\"" : "",
                        port,
                        file());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    void start() throws IOException {
        List<String> command =
                List.of("/usr/sbin/rsyslogd", "-n", "-f", folder + "/rsyslog.conf", "-i", folder + "/rsyslogd.pid");
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("rsyslogd.log").toFile()))
                .start();
    }

    /** As the power does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    int port() {
        return port;
    }

    Path file() {
        return folder.resolve("records.log");
    }

    List<String> lines() throws IOException {
        return Files.exists(file()) ? Files.readAllLines(file()) : List.of();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
