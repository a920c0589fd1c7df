package dev.sluice.identity;

import dev.sluice.identity.ClusterCa.Role;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;

/**
 * Who a certificate is for and how long, as it says itself; whether that is true is the authority's signature to tell.
 *
 * @param serial the certificate's number in lower-case hex
 */
public record Holder(String name, Role role, String serial, Instant from, Instant until) {
    private static final Pattern SUBJECT = Pattern.compile("CN=(" + ClusterCa.NAME + "),OU=([a-z]+),O=Sluice");

    /** Empty for a subject that is not exactly of the form that {@link ClusterCa#subject} gives. */
    public static Optional<Holder> of(X509Certificate certificate) {
        var subject = SUBJECT.matcher(certificate.getSubjectX500Principal().getName(X500Principal.RFC2253));
        if (!subject.matches()) {
            return Optional.empty();
        }
        return Arrays.stream(Role.values())
                .filter(role -> role.word().equals(subject.group(2)))
                .findFirst()
                .map(role -> new Holder(
                        subject.group(1),
                        role,
                        certificate.getSerialNumber().toString(16),
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant()));
    }

    /** When two thirds of its life are over, which leaves a third for renewing it. */
    public Instant renewAt() {
        return from.plus(Duration.between(from, until).multipliedBy(2).dividedBy(3));
    }
}
