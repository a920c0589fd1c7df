package dev.sluice.master.config;

import dev.sluice.master.config.MasterConfig.AuthorityAccess;
import dev.sluice.master.config.MasterConfig.DatabaseAccess;
import dev.sluice.master.config.MasterConfig.Initial;
import dev.sluice.master.config.MasterConfig.Joining;
import dev.sluice.master.config.MasterConfig.Retention;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings for tests of other rooms. */
public final class TestConfig {
    public static final MasterConfig PLAIN = with(new Initial(Optional.empty(), Optional.empty(), Optional.empty()));

    public static MasterConfig with(Initial initial) {
        return with(initial, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static MasterConfig with(SyslogReceiver syslog) {
        return with(PLAIN.initial(), Optional.of(syslog), Optional.empty(), Optional.empty());
    }

    public static MasterConfig with(Optional<MailServer> mail, Optional<Path> reportsFolder) {
        return with(PLAIN.initial(), Optional.empty(), mail, reportsFolder);
    }

    private static MasterConfig with(
            Initial initial, Optional<SyslogReceiver> syslog, Optional<MailServer> mail, Optional<Path> reportsFolder) {
        return new MasterConfig(
                new DatabaseAccess("jdbc:postgresql://unused", "unused", "unused"),
                new AuthorityAccess(Path.of("/unused"), "unused"),
                new Joining("broker.example", 61617, Duration.ofSeconds(30), Duration.ofDays(90)),
                new Retention(Duration.ofDays(30), Duration.ofDays(400)),
                initial,
                URI.create("https://portal.example"),
                syslog,
                mail,
                reportsFolder);
    }

    private TestConfig() {}
}
