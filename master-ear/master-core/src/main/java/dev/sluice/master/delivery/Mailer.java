package dev.sluice.master.delivery;

import dev.sluice.master.config.MailServer;
import dev.sluice.master.trust.Trust;
import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLContext;

/** Sends reports by SMTP: to all recipients or to none. Safe for any thread. */
final class Mailer {
    private static final String PATIENCE = String.valueOf(Duration.ofSeconds(30).toMillis());

    private final MailServer settings;
    private final Optional<SSLContext> trusting;

    /** @throws IllegalArgumentException with one line when a file of the settings cannot be used */
    Mailer(MailServer settings) {
        this.settings = settings;
        this.trusting = settings.authority().map(file -> Trust.in(file, MailServer.CA_FILE));
        settings.passwordFile().filter(file -> !Files.isReadable(file)).ifPresent(file -> {
            throw new IllegalArgumentException(
                    "Setting " + MailServer.PASSWORD_FILE + ", " + file + ", cannot be read.");
        });
    }

    /**
     * Sends one.
     *
     * @param name of the attached file, without its ending
     * @param key the same for every attempt at the same report, so that mail programs can drop what comes twice
     * @throws MessagingException when the server does not take it
     */
    void send(ReportTerms terms, ReportText text, String name, String key) throws MessagingException, IOException {
        MimeMessage message = new Keyed(Session.getInstance(properties()), "<" + key + "@" + domain() + ">");
        message.setFrom(new InternetAddress(settings.from()));
        for (String recipient : terms.recipients()) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(recipient));
        }
        message.setSubject(terms.name(), "UTF-8");
        message.setSentDate(new Date());
        message.setHeader("Auto-Submitted", "auto-generated"); // RFC 3834: no out-of-office answers
        fill(message, terms, text, name);
        message.saveChanges();
        if (settings.user().isPresent()) {
            Transport.send(message, settings.user().get(), password());
        } else {
            Transport.send(message);
        }
    }

    private static void fill(MimeMessage message, ReportTerms terms, ReportText text, String name)
            throws MessagingException {
        DataHandler report = new DataHandler(new ByteArrayDataSource(
                terms.format().bytes(text), terms.format().mediaType()));
        if (terms.format() == ReportFormat.HTML) {
            message.setDataHandler(report);
            return;
        }
        MimeBodyPart words = new MimeBodyPart();
        words.setText(String.join("\n", text.facts()) + "\n", "UTF-8");
        MimeBodyPart attached = new MimeBodyPart();
        attached.setDataHandler(report);
        attached.setFileName(name + "." + terms.format().word());
        message.setContent(new MimeMultipart(words, attached));
    }

    private String domain() {
        return settings.from().substring(settings.from().indexOf('@') + 1);
    }

    private String password() throws IOException {
        return settings.passwordFile().isPresent()
                ? Files.readString(settings.passwordFile().get()).strip()
                : settings.password().orElse("");
    }

    private Properties properties() {
        Properties mail = new Properties();
        mail.put("mail.smtp.host", settings.host());
        mail.put("mail.smtp.port", String.valueOf(settings.port()));
        mail.put("mail.smtp.auth", String.valueOf(settings.user().isPresent()));
        mail.put("mail.smtp.connectiontimeout", PATIENCE);
        mail.put("mail.smtp.timeout", PATIENCE);
        mail.put("mail.smtp.writetimeout", PATIENCE);
        boolean starttls = settings.security() == MailServer.Security.STARTTLS;
        mail.put("mail.smtp.starttls.enable", String.valueOf(starttls));
        mail.put("mail.smtp.starttls.required", String.valueOf(starttls));
        mail.put("mail.smtp.ssl.enable", String.valueOf(settings.security() == MailServer.Security.TLS));
        mail.put("mail.smtp.ssl.checkserveridentity", "true");
        trusting.ifPresent(context -> mail.put("mail.smtp.ssl.socketFactory", context.getSocketFactory()));
        return mail;
    }

    /** A message whose id is ours. */
    private static final class Keyed extends MimeMessage {
        private final String id;

        Keyed(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
