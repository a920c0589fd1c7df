package dev.sluice.cli.part;

import dev.sluice.cli.cluster.DataFolder;
import dev.sluice.cli.cluster.Distribution;
import dev.sluice.cli.cluster.NodeOptions;
import dev.sluice.cli.cluster.Secrets;
import dev.sluice.cli.supervise.Part;
import dev.sluice.cli.supervise.Supervisor;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The one part of a machine that joined another's cluster: a slave that is a member already. */
public record NodePlan(DataFolder data, Distribution distribution, NodeOptions options) implements Supervisor.Plan {
    @Override
    public List<Part> parts() throws IOException {
        return List.of(new Slave(
                seat(data, options),
                distribution,
                micro(),
                true,
                Secrets.openOrCreate(data.secrets()),
                Optional.empty()));
    }

    /** Prepares faster starts. */
    @Override
    public void settle() throws IOException, InterruptedException {
        micro().classes().archive();
    }

    private Micro micro() {
        return new Micro(distribution.payaraMicro(), data);
    }

    public static Seat seat(DataFolder data, NodeOptions options) {
        return new Seat(
                options.name(),
                data,
                options.address(),
                options.proxyPort(),
                options.healthPort(),
                options.balancers(),
                options.master(),
                options.brokerHost(),
                options.brokerPort());
    }
}
