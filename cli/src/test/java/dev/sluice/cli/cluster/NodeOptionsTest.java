package dev.sluice.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeOptionsTest {
    @TempDir
    private Path temp;

    @Test
    void readsBackWhatItWrote() throws Exception {
        DataFolder data = new DataFolder(temp);
        NodeOptions options = new NodeOptions(
                "branch-3",
                URI.create("https://10.0.0.1:8888"),
                "10.0.0.1",
                61617,
                "10.0.0.7",
                8081,
                9081,
                "10.0.0.1/32");

        options.write(data);

        assertThat(NodeOptions.read(data)).contains(options);
    }

    @Test
    void findsNothingWhereNoNodeHasJoined() throws Exception {
        assertThat(NodeOptions.read(new DataFolder(temp))).isEmpty();
    }

    @Test
    void namesADamagedFile() throws Exception {
        Files.writeString(temp.resolve("node.properties"), "name=branch-3\n");

        assertThatThrownBy(() -> NodeOptions.read(new DataFolder(temp)))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("master is missing");
    }
}
