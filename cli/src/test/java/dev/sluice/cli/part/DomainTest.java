package dev.sluice.cli.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cli.cluster.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DomainTest {
    private static final List<String> PRINTED = """
            Dump of JVM Invocation line that would be used to launch:
            /usr/lib/jvm/java/bin/java
            -cp
            /payara/modules/glassfish.jar
            -Xmx512m
            -javaagent:/payara/lib/monitor/flashlight-agent.jar
            -Dorg.glassfish.additionalOSGiBundlesToStart=org.apache.felix.shell,org.apache.felix.shell.remote
            -Dosgi.shell.telnet.port=6666
            com.sun.enterprise.glassfish.bootstrap.ASMain
            -upgrade
            false
            -read-stdin
            true
            -verbose
            false

            Command start-domain executed successfully.
            """.lines().toList();

    @TempDir
    private Path folder;

    private Distribution distribution;
    private Domain domain;

    @BeforeEach
    void layOut() throws IOException {
        distribution = new Distribution(folder);
        Payara payara = new Payara(distribution.payaraServer(), folder.resolve("payara"));
        Path config = Files.createDirectories(payara.domainTemplate().resolve("config"));
        Files.writeString(config.resolve("domain.xml"), "<config name=\"server-config\"></config>");
        Files.writeString(config.resolve("logging.properties"), "a.ansiColor=true\n");
        for (Path archive : List.of(
                distribution.payaraServer(), distribution.resourceAdapter(), distribution.masterApplication())) {
            Files.writeString(archive, archive.toString());
        }
        domain = new Domain(payara, distribution, folder.resolve("domains"));
    }

    @Test
    void runsTheServerInTheForegroundWithOurHeapAndWithoutTheShell() {
        assertThat(Domain.arguments(PRINTED, List.of("-Xmx448m")))
                .containsExactly(
                        "-Xmx448m",
                        "-cp",
                        "/payara/modules/glassfish.jar",
                        "-Dorg.glassfish.additionalOSGiBundlesToStart=",
                        "com.sun.enterprise.glassfish.bootstrap.ASMain",
                        "-upgrade",
                        "false",
                        "-read-stdin",
                        "false",
                        "-verbose",
                        "true");
    }

    @Test
    void refusesOutputWithoutACommand() {
        assertThatThrownBy(() -> Domain.arguments(List.of("There is no such domain."), List.of()))
                .hasMessageContaining("There is no such domain.");
    }

    @Test
    void staysOnceItIsComplete() throws Exception {
        Path written = makeAndDeploy();

        domain.make("secret");

        assertThat(written).exists();
        assertThat(domain.isComplete()).isTrue();
    }

    @Test
    void isMadeAnewWhenWhatIsToBeDeployedHasChanged() throws Exception {
        Path written = makeAndDeploy();

        Files.writeString(distribution.masterApplication(), "another edition");

        assertThat(domain.isComplete()).isFalse();
        domain.make("secret");
        assertThat(written).doesNotExist();
        assertThat(domain.folder().resolve("config/domain.xml")).content().contains("jms-service type=\"DISABLED\"");
    }

    @Test
    void isMadeAnewWhenItsDeploymentDidNotEnd() throws Exception {
        domain.make("secret");
        Path written = Files.writeString(domain.folder().resolve("half-deployed"), "");

        domain.make("secret");

        assertThat(written).doesNotExist();
    }

    private Path makeAndDeploy() throws IOException {
        assertThat(domain.isComplete()).isFalse();
        domain.make("secret");
        domain.completed();
        return Files.writeString(domain.folder().resolve("application"), "");
    }

    @Test
    void quotesTheWordsOfAnArgumentFile() {
        assertThat(MasterSettings.argumentFile(List.of("-cp", "/my data/a\"b\\c.jar")))
                .isEqualTo("\"-cp\"\n\"/my data/a\\\"b\\\\c.jar\"\n");
    }
}
