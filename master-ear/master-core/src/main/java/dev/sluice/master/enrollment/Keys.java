package dev.sluice.master.enrollment;

import dev.sluice.enrollment.ActivationKey;
import dev.sluice.master.audit.AuditLog;
import dev.sluice.master.audit.Change;
import dev.sluice.master.authority.Authority;
import dev.sluice.master.config.MasterConfig;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.persistence.Database;
import dev.sluice.master.persistence.Texts;
import dev.sluice.policy.match.Network;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The activation keys. Safe for any thread. */
@ApplicationScoped
public class Keys {
    /** Nodes on this machine; others need a key that a person made. */
    private static final KeyTerms INITIAL = new KeyTerms(
            "nodes on this machine",
            Optional.empty(),
            Optional.empty(),
            "",
            List.of(Network.parse("127.0.0.0/8"), Network.parse("::1/128")),
            true);

    private final Database database;
    private final Lease lease;
    private final Authority authority;
    private final Optional<Path> initialFile;
    private final Clock clock;

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Keys() {
        this.database = null;
        this.lease = null;
        this.authority = null;
        this.initialFile = Optional.empty();
        this.clock = null;
    }

    @Inject
    Keys(Database database, Lease lease, Authority authority, MasterConfig config, Clock clock) {
        this.database = database;
        this.lease = lease;
        this.authority = authority;
        this.initialFile = config.initial().keyFile();
        this.clock = clock;
    }

    /**
     * Makes the key in the file of the settings known, and no older one from there. Called once at the start.
     *
     * @throws IllegalStateException when there is no usable key in it
     */
    public void start() {
        initialFile.ifPresent(file -> {
            ActivationKey key = read(file);
            database.run(connection -> {
                lease.hold(connection);
                KeyRows.revokeInitialOthers(connection, key.id(), now());
                KeyRows.insert(connection, row(key, INITIAL, "sluice", true));
            });
        });
    }

    private ActivationKey read(Path file) {
        try {
            ActivationKey key = ActivationKey.parse(Files.readString(file));
            if (key.fingerprint().equals(authority.fingerprint())) {
                return key;
            }
            throw new IllegalStateException("The activation key in " + file + " is of another cluster's authority.");
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalStateException("There is no usable activation key in " + file + ": " + e.getMessage(), e);
        }
    }

    /** Makes a key and returns it with its secret, which is not kept and cannot be shown again. */
    public ActivationKey create(KeyTerms terms, String by) {
        ActivationKey key = ActivationKey.create(authority.fingerprint());
        database.run(connection -> {
            lease.hold(connection);
            KeyRows.insert(connection, row(key, terms, by, false));
            AuditLog.add(
                    connection, now(), Change.of(by, "key.create", key.id()).to(facts(terms)));
        });
        return key;
    }

    private static Map<String, Object> facts(KeyTerms terms) {
        return Map.of(
                "label", terms.label(),
                "uses", terms.uses(),
                "life", terms.life().map(Duration::toString),
                "group", terms.group(),
                "networks", terms.networks().stream().map(Network::toString).toList(),
                "autoApprove", terms.autoApprove());
    }

    private KeyRows.Row row(ActivationKey key, KeyTerms terms, String by, boolean initial) {
        Instant now = now();
        JoinKey known = new JoinKey(
                key.id(),
                Texts.storable(terms.label()),
                terms.group(),
                terms.networks(),
                terms.autoApprove(),
                0,
                terms.uses(),
                terms.life().map(now::plus),
                now,
                by,
                Optional.empty(),
                initial);
        return new KeyRows.Row(known, key.verificationKey());
    }

    /** The newest first. */
    public List<JoinKey> all() {
        return database.call(KeyRows::all);
    }

    public Optional<JoinKey> find(String id) {
        return database.call(connection -> KeyRows.find(connection, id).map(KeyRows.Row::key));
    }

    /** No node joins with it any more; those that did stay. Returns whether there is such a key and it was good. */
    public boolean revoke(String id, String by) {
        return database.call(connection -> {
            lease.hold(connection);
            if (!KeyRows.revoke(connection, id, now())) {
                return false;
            }
            AuditLog.add(connection, now(), Change.of(by, "key.revoke", id));
            return true;
        });
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
