package dev.sluice.cli.part;

import dev.sluice.cli.cluster.ClusterOptions;
import dev.sluice.cli.cluster.DataFolder;
import dev.sluice.cli.cluster.Distribution;
import dev.sluice.cli.supervise.Part;
import dev.sluice.cli.supervise.Supervisor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which parts a cluster on one machine has. */
public record ClusterPlan(DataFolder data, Distribution distribution, ClusterOptions options, Clock clock)
        implements Supervisor.Plan {
    @Override
    public List<Part> parts() throws IOException {
        Site site = Site.prepare(data, distribution, options, clock);
        List<Part> parts = new ArrayList<>();
        parts.add(new Postgres(site));
        parts.add(new Broker(site));
        parts.add(new Master(site));
        for (int number = 1; number <= options.slaves(); number++) {
            parts.add(Slave.of(site, number));
        }
        Optional<Path> haproxy = Executables.find("haproxy");
        haproxy.ifPresent(program -> parts.add(new Balancer(site, program)));
        return parts;
    }

    /** Prepares faster starts. */
    @Override
    public void settle() throws IOException, InterruptedException {
        SupervisorClasses.of(data).archive();
        new Micro(distribution.payaraMicro(), data).classes().archive();
    }
}
