package dev.sluice.cli.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cli.cluster.Distribution;
import dev.sluice.cli.cluster.Problem;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentTest {
    @TempDir
    private Path folder;

    private final List<String> ran = new ArrayList<>();
    private Distribution distribution;
    private Domain domain;

    @BeforeEach
    void layOut() throws IOException {
        distribution = new Distribution(folder);
        Files.createDirectories(distribution.masterBoot());
        Files.writeString(distribution.masterBoot().resolve("deploy.txt"), "deploy @RAR@");
        for (Path archive : List.of(
                distribution.payaraServer(), distribution.resourceAdapter(), distribution.masterApplication())) {
            Files.writeString(archive, archive.toString());
        }
        domain = new Domain(new Payara(distribution.payaraServer(), folder.resolve("payara")), distribution, folder);
        Files.createDirectories(domain.folder());
    }

    @Test
    void deploysBothOnceAndRemembersIt() throws Exception {
        Deployment deployment = new Deployment(distribution, domain);

        assertThat(deployment.complete(commands -> ran.addAll(Files.readAllLines(commands)), this::unasked))
                .isTrue();
        assertThat(deployment.complete(this::never, this::unasked)).isTrue();

        assertThat(ran)
                .containsExactly(
                        "deploy " + distribution.resourceAdapter(),
                        "deploy --force=true --name master " + distribution.masterApplication());
        assertThat(new Deployment(distribution, domain).complete(this::never, this::unasked))
                .isTrue();
    }

    @Test
    void triesAgainWhenTheServerTakesNoCommandsYet() throws Exception {
        Deployment deployment = new Deployment(distribution, domain);

        assertThatThrownBy(() -> deployment.complete(this::refuse, this::unasked))
                .isExactlyInstanceOf(IOException.class);
        assertThat(deployment.complete(commands -> {}, this::unasked)).isTrue();
    }

    @Test
    void saysAfterThreeAttemptsThatItCannot() throws Exception {
        Deployment deployment = new Deployment(distribution, domain);

        assertThatThrownBy(() -> deployment.complete(this::refuse, this::unasked))
                .isExactlyInstanceOf(IOException.class);
        assertThatThrownBy(() -> deployment.complete(this::refuse, this::unasked))
                .isExactlyInstanceOf(IOException.class);
        assertThatThrownBy(() -> deployment.complete(this::refuse, this::unasked))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("no commands yet");
    }

    @Test
    void deploysNothingOverWhatTheServerMayStillDeploy() throws Exception {
        Deployment deployment = new Deployment(distribution, domain);

        assertThatThrownBy(() -> deployment.complete(
                        commands -> {
                            throw new InterruptedIOException("it did not end within 300 s");
                        },
                        this::unasked))
                .isInstanceOf(InterruptedIOException.class);

        assertThat(deployment.complete(this::never, () -> false)).isFalse();
        assertThat(domain.isComplete()).isFalse();
        assertThat(deployment.complete(this::never, () -> true)).isTrue();
        assertThat(domain.isComplete()).isTrue();
    }

    private void refuse(Path commands) throws IOException {
        throw new IOException("no commands yet");
    }

    private void never(Path commands) {
        throw new AssertionError("deployed again: " + commands);
    }

    private boolean unasked() {
        throw new AssertionError("the portal is asked");
    }
}
