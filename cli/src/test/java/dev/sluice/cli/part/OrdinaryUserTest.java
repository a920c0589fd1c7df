package dev.sluice.cli.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cli.cluster.Problem;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrdinaryUserTest {
    private static final List<String> COMMAND = List.of("postgres", "-D", "data");

    @TempDir
    private Path temp;

    @Test
    void leavesTheCommandOfAnOrdinaryUserAsItIs() throws Exception {
        assertThat(new OrdinaryUser(false, List.of("false")).command(COMMAND, log()))
                .isEqualTo(COMMAND);
    }

    @Test
    void hidesRootBehindAUserNamespace() throws Exception {
        assertThat(new OrdinaryUser(true, List.of("env", "-i")).command(COMMAND, log()))
                .containsExactly("env", "-i", "postgres", "-D", "data");
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo Operation not permitted; exit 1", "exec /no/such/program"})
    void namesTheCauseAndTheFixWhereThereAreNoUserNamespaces(String script) {
        OrdinaryUser user = new OrdinaryUser(true, List.of("sh", "-c", script));

        assertThatThrownBy(() -> user.command(COMMAND, log())).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.what())
                    .contains("PostgreSQL refuses to run as root", "user namespace")
                    .containsAnyOf("Operation not permitted", "/no/such/program");
            assertThat(problem.fix()).contains("ordinary user", "user.max_user_namespaces");
        });
    }

    @Test
    void saysTheSameWhereTheProgramIsMissing() {
        OrdinaryUser user = new OrdinaryUser(true, List.of("/no/such/unshare", "--user"));

        assertThatThrownBy(() -> user.command(COMMAND, log()))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("/no/such/unshare");
    }

    private Path log() {
        return temp.resolve("postgres.log");
    }
}
