package dev.sluice.cli.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCommandTest {
    private static final List<String> QUESTION = List.of("java", "-jar", "client.jar", "start-domain");

    @TempDir
    private Path domain;

    private int asked;

    @BeforeEach
    void aDomain() throws IOException {
        settings("<domain>", "  <jvm-options>-Xmx512m</jvm-options>", "</domain>");
    }

    @Test
    void asksOnceForTheSameDomain() throws Exception {
        assertThat(printed(QUESTION)).containsExactly("answer 1", "", "-cp");
        settings("<domain>", "  <jvm-options>-Xmx512m</jvm-options>", "  <other/>", "</domain>");

        assertThat(printed(QUESTION)).containsExactly("answer 1", "", "-cp");
    }

    @Test
    void asksAgainForOtherJavaSettings() throws Exception {
        printed(QUESTION);
        settings("<domain>", "  <jvm-options>-Xmx256m</jvm-options>", "</domain>");

        assertThat(printed(QUESTION)).contains("answer 2");
    }

    @Test
    void asksAgainWithAnotherQuestion() throws Exception {
        printed(QUESTION);

        assertThat(printed(List.of("java", "-jar", "client.jar", "--port", "4848")))
                .contains("answer 2");
    }

    private List<String> printed(List<String> question) throws Exception {
        return new ServerCommand(domain, question).printed(() -> List.of("answer " + ++asked, "", "-cp"));
    }

    private void settings(String... lines) throws IOException {
        Path file = Files.createDirectories(domain.resolve("config")).resolve("domain.xml");
        Files.write(file, List.of(lines));
    }
}
