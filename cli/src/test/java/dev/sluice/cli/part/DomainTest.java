package dev.sluice.cli.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

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
    void quotesTheWordsOfAnArgumentFile() {
        assertThat(MasterSettings.argumentFile(List.of("-cp", "/my data/a\"b\\c.jar")))
                .isEqualTo("\"-cp\"\n\"/my data/a\\\"b\\\\c.jar\"\n");
    }
}
