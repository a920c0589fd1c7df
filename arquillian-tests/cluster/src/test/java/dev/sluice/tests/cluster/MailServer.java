package dev.sluice.tests.cluster;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Debian's exim as a process of its own, with a certificate that is its own authority. Takes mail for example.org over TLS from
 * who logs in, and puts it into one file.
 */
final class MailServer implements AutoCloseable {
    private static final String CONFIGURATION = """
            primary_hostname = localhost
            local_interfaces = 127.0.0.1
            daemon_smtp_ports = %2$d
            spool_directory = %1$s/spool
            log_file_path = %1$s/%%s.log
            pid_file_path = %1$s/exim.pid
            tls_certificate = %1$s/cert.pem
            tls_privatekey = %1$s/key.pem
            tls_advertise_hosts = *
            deliver_drop_privilege = true
            acl_smtp_rcpt = rcpt
            begin acl
            rcpt:
              require encrypted = *
              require authenticated = *
              accept domains = example.org
              deny
            begin routers
            all:
              driver = accept
              transport = file
            begin transports
            file:
              driver = appendfile
              file = %1$s/mail
              batch_max = 10
            begin authenticators
            plain:
              driver = plaintext
              public_name = PLAIN
              server_condition = ${if and{{eq{$auth2}{sluice}}{eq{$auth3}{s3cret}}}}
            """;

    private static final Pattern PDF =
            Pattern.compile("Content-Type: application/pdf.*?\\n\\r?\\n(.*?)\\r?\\n--", Pattern.DOTALL);

    private final Path folder;
    private final int port;
    private final Process process;

    private MailServer(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    static MailServer start() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("sluice-mail"); // where exim's own user comes, unlike to other folders
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        Shell.run(
                folder,
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost",
                "-days",
                "2",
                "-keyout",
                "key.pem",
                "-out",
                "cert.pem");
        Files.setPosixFilePermissions(folder.resolve("key.pem"), PosixFilePermissions.fromString("rw-r--r--"));
        int port = freePort();
        Path configuration = Files.writeString(folder.resolve("exim.conf"), CONFIGURATION.formatted(folder, port));
        Process process = new ProcessBuilder("/usr/sbin/exim4", "-C", configuration.toString(), "-bdf")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("exim.out").toFile())
                .start();
        return new MailServer(folder, port, process);
    }

    /** With which a master sends through it. */
    String settings() {
        return """
                sluice.mail.host=localhost
                sluice.mail.port=%d
                sluice.mail.ca-file=%s
                sluice.mail.user=sluice
                sluice.mail.password=s3cret
                sluice.mail.from=sluice@example.net
                """.formatted(port, folder.resolve("cert.pem"));
    }

    /** What was delivered so far, as it came. */
    List<String> mails() throws IOException {
        Path file = folder.resolve("mail");
        String all = Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
        return Stream.of(all.split("(?m)^From .*\n"))
                .filter(mail -> !mail.isBlank())
                .toList();
    }

    /** The PDF that is attached to a mail. */
    static byte[] pdf(String mail) {
        Matcher part = PDF.matcher(mail);
        if (!part.find()) {
            throw new AssertionError("there is no PDF in:\n" + mail);
        }
        return Base64.getMimeDecoder().decode(part.group(1));
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.destroy();
        process.waitFor(10, TimeUnit.SECONDS);
        Folders.emptied(folder);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
