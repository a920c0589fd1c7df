package dev.sluice.cli;

import dev.sluice.cli.cluster.ClusterOptions;
import dev.sluice.cli.cluster.DataFolder;
import dev.sluice.cli.cluster.Secrets;
import dev.sluice.cli.supervise.ClusterState;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;

/** What {@code up} says at its end: where everything is, and what to try. */
final class Welcome {
    private final ClusterState state;
    private final DataFolder data;
    private final PrintWriter out;

    Welcome(ClusterState state, DataFolder data, PrintWriter out) {
        this.state = state;
        this.data = data;
        this.out = out;
    }

    /** @param first whether the first password may still be there; it is shown and deleted */
    void print(boolean first) throws IOException {
        ClusterOptions options = state.options();
        String proxy = proxy(options);
        out.println();
        out.println("  Portal    https://" + options.reachable() + ":"
                + options.ports().portal());
        if (first) {
            printPassword();
        }
        out.println("  Proxy     " + proxy);
        if (!hasBalancer()) {
            out.println("            (no load balancer: haproxy was not found; each slave is a proxy of its own)");
        }
        out.println("  CA        " + data.secrets().resolve("ca/ca.crt"));
        out.println("  Logs      ./sluice logs [part]     (" + data.logs() + ")");
        out.println();
        out.println("  Try it:   curl -i -x " + proxy + " http://example.com/");
        out.println("  Refused:  add a rule that blocks example.com on the portal's Rules page, publish, run it again");
        out.println("  Stop it:  ./sluice down");
        out.flush();
    }

    private void printPassword() throws IOException {
        Optional<String> password = Secrets.openOrCreate(data.secrets()).takeInitialAdminPassword();
        if (password.isPresent()) {
            out.println("  User      admin");
            out.println("  Password  " + password.get() + "   (shown this once: keep it)");
        }
    }

    private boolean hasBalancer() {
        return state.part("balancer").isPresent();
    }

    private String proxy(ClusterOptions options) {
        return hasBalancer()
                ? "http://" + options.reachable() + ":" + options.ports().proxy()
                : "http://" + ClusterOptions.LOOPBACK + ":" + options.ports().slaveProxy(1);
    }
}
