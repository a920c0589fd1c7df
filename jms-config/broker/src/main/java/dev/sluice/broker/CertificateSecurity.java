package dev.sluice.broker;

import dev.sluice.identity.ClusterCa.Role;
import dev.sluice.identity.Holder;
import dev.sluice.jms.Destinations;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.RolePrincipal;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.apache.activemq.artemis.utils.CompositeAddress;
import org.jspecify.annotations.Nullable;

/**
 * Knows clients by their certificates and nothing else: the user is the CN, the role is the OU, and who is not admitted
 * is nobody. Rights go by role, as {@code broker.xml} grants them, except that a slave has those on command topics for its
 * own topic only. Made by Artemis or {@link EmbeddedBroker}; admits no slave before {@link AdmissionPlugin} has been
 * registered. Thread-safe.
 */
public final class CertificateSecurity implements ActiveMQSecurityManager5 {
    private volatile @Nullable Admissions admissions;

    void obey(Admissions list) {
        admissions = list;
    }

    private boolean admits(Holder holder) {
        var list = admissions;
        return list != null && list.admits(holder);
    }

    /**
     * What user and password say is of no interest. Asked again for each message: the certificate is read once for a
     * connection, whether it is admitted is looked up each time.
     */
    @Override
    public @Nullable Subject authenticate(
            @Nullable String user, @Nullable String password, RemotingConnection connection, @Nullable String domain) {
        var known = connection.getSubject();
        if (known != null) {
            return admits(holder(known)) ? known : null;
        }
        return Peer.of(connection)
                .filter(this::admits)
                .map(CertificateSecurity::subject)
                .orElse(null);
    }

    private static Subject subject(Holder holder) {
        var subject = new Subject();
        subject.getPrincipals().add(new Certified(holder));
        subject.getPrincipals().add(new RolePrincipal(holder.role().word()));
        return subject;
    }

    /** The user, with the certificate that says so. */
    private static final class Certified extends UserPrincipal {
        final transient Holder holder;

        Certified(Holder holder) {
            super(holder.name());
            this.holder = holder;
        }
    }

    private static Holder holder(Subject subject) {
        for (var principal : subject.getPrincipals()) {
            if (principal instanceof Certified certified) {
                return certified.holder;
            }
        }
        throw new IllegalStateException("a subject that is not of this security manager");
    }

    @Override
    public boolean authorize(
            @Nullable Subject subject,
            Set<org.apache.activemq.artemis.core.security.Role> granted,
            CheckType deed,
            String address) {
        if (subject == null) {
            return false;
        }
        var holder = holder(subject);
        return grants(granted, holder.role(), deed)
                && (holder.role() != Role.SLAVE || isOwn(holder, CompositeAddress.extractAddressName(address)));
    }

    private static boolean grants(
            Set<org.apache.activemq.artemis.core.security.Role> granted, Role role, CheckType deed) {
        for (var one : granted) {
            if (one.getName().equals(role.word()) && deed.hasRole(one)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the address is no command topic, or the one of this slave, letter by letter. */
    private static boolean isOwn(Holder slave, String address) {
        return !address.startsWith(Destinations.COMMANDS_PREFIX) || address.equals(Destinations.commands(slave.name()));
    }

    @Override
    public boolean validateUser(@Nullable String user, @Nullable String password) {
        return false;
    }

    @Override
    public boolean validateUserAndRole(
            @Nullable String user,
            @Nullable String password,
            Set<org.apache.activemq.artemis.core.security.Role> roles,
            CheckType deed) {
        return false;
    }
}
