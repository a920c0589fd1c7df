package dev.sluice.broker;

import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.spi.core.security.jaas.TextFileCertificateLoginModule;

/** What {@code login.config} says, for one broker of this JVM and without a system property. */
final class CertificateLogin extends SecurityConfiguration {
    private final Map<String, String> options;

    CertificateLogin(AdmittedUsers users) {
        options = Map.of(
                "reload",
                "true",
                "baseDir",
                users.folder().toString(),
                "org.apache.activemq.jaas.textfiledn.user",
                AdmittedUsers.USERS,
                "org.apache.activemq.jaas.textfiledn.role",
                AdmittedUsers.ROLES);
    }

    @Override
    public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
        return new AppConfigurationEntry[] {
            new AppConfigurationEntry(
                    TextFileCertificateLoginModule.class.getName(), LoginModuleControlFlag.REQUIRED, options)
        };
    }
}
