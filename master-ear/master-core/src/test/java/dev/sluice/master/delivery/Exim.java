package dev.sluice.master.delivery;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * Debian's exim as a process of its own. Takes mail for example.org over TLS from user sluice with password s3cret only, and
 * puts it into one file.
 */
final class Exim implements AutoCloseable {
    static final String USER = "sluice";
    static final String PASSWORD = "s3cret";

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

    private final Path folder;
    private final int port;
    private final Process process;

    /** @param folder with cert.pem and key.pem; exim's user, if it is started as root, must reach it */
    Exim(Path folder, int port) throws IOException {
        this.folder = folder;
        this.port = port;
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(folder.resolve("key.pem"), PosixFilePermissions.fromString("rw-r--r--"));
        Path configuration = Files.writeString(folder.resolve("exim.conf"), CONFIGURATION.formatted(folder, port));
        process = new ProcessBuilder("/usr/sbin/exim4", "-C", configuration.toString(), "-bdf")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("exim.out").toFile())
                .start();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    boolean accepts() {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** What was delivered so far. */
    List<MimeMessage> mails() throws IOException, MessagingException {
        List<MimeMessage> mails = new ArrayList<>();
        Path file = folder.resolve("mail");
        if (Files.exists(file)) {
            for (String mail :
                    Files.readString(file, StandardCharsets.ISO_8859_1).split("(?m)^From .*\n")) {
                if (!mail.isBlank()) {
                    mails.add(new MimeMessage(
                            Session.getInstance(new Properties()),
                            new ByteArrayInputStream(mail.getBytes(StandardCharsets.ISO_8859_1))));
                }
            }
        }
        return mails;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor(10, TimeUnit.SECONDS);
    }
}
