package dev.sluice.broker;

import dev.sluice.identity.ClusterCa.Role;
import dev.sluice.identity.Holder;
import dev.sluice.jms.Destinations;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
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

    /** What user and password say is of no interest. */
    @Override
    public @Nullable Subject authenticate(
            @Nullable String user, @Nullable String password, RemotingConnection connection, @Nullable String domain) {
        return Peer.of(connection)
                .filter(this::admits)
                .map(CertificateSecurity::subject)
                .orElse(null);
    }

    private static Subject subject(Holder holder) {
        var subject = new Subject();
        subject.getPrincipals().add(new UserPrincipal(holder.name()));
        subject.getPrincipals().add(new RolePrincipal(word(holder.role())));
        return subject;
    }

    private static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
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
        var roles = names(subject, RolePrincipal.class);
        var may = granted.stream().anyMatch(role -> deed.hasRole(role) && roles.contains(role.getName()));
        return may
                && (!roles.contains(word(Role.SLAVE)) || isOwn(subject, CompositeAddress.extractAddressName(address)));
    }

    /** Whether the address is no command topic, or the one of this slave, letter by letter. */
    private static boolean isOwn(Subject slave, String address) {
        return !address.startsWith(Destinations.COMMANDS_PREFIX)
                || names(slave, UserPrincipal.class).stream()
                        .anyMatch(name -> address.equals(Destinations.commands(name)));
    }

    private static Set<String> names(Subject subject, Class<? extends java.security.Principal> kind) {
        return subject.getPrincipals(kind).stream()
                .map(java.security.Principal::getName)
                .collect(Collectors.toSet());
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
