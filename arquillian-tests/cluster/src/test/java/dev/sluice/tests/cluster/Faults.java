package dev.sluice.tests.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The faults that strike in any order and several at once. */
final class Faults {
    /**
     * Parts may end and start while others do, up to so many. But {@code up} gives a start up in which a part ends twice,
     * so a killed supervisor counts for all of them.
     */
    static final int STARTS = 4;

    /** What starts may find what it needs cut off or stopped, and has to start again. */
    private static final Duration RECOVERY = Duration.ofMinutes(6);

    private static final String FULL = "slave-1";

    private final Cluster cluster;
    private final OtherHost host;

    Faults(Cluster cluster, OtherHost host) {
        this.cluster = cluster;
        this.host = host;
    }

    List<Fault> all() {
        List<Fault> all = new ArrayList<>();
        for (String slave : Cluster.SLAVES) {
            Set<String> it = Set.of(slave);
            Set<String> slaves = Set.of("slaves"); // one of them serves
            all.add(new Fault("kill " + slave, it, it, slaves, 1, time -> kill(slave)));
            all.add(new Fault("stop " + slave, it, Set.of(), slaves, 0, time -> stop(slave, time)));
        }
        all.add(of("kill master", "master", 1, time -> kill("master")));
        all.add(of("stop master", "master", 0, time -> stop("master", time)));
        all.add(of("kill database", "postgres", 1, time -> kill("postgres")));
        all.add(of("cut database off", "database wire", 1, time -> cut("database", time)));
        all.add(of("kill supervisor and broker", "supervisor", STARTS, time -> killSupervisor(false)));
        all.add(of("delete broker's journal", "supervisor", STARTS, time -> killSupervisor(true)));
        all.add(of("stop supervisor and broker", "supervisor", 0, time -> stop("supervisor", time)));
        all.add(of("cut broker off", "broker wire", 1, time -> cut("broker", time)));
        all.add(of("cut node's wire", "wire", 0, this::cutWire));
        all.add(new Fault("fill spool's disk", Set.of(), Set.of(FULL), Set.of("disk"), 0, cluster.disk()::fill));
        return all;
    }

    /** One that no client and no record sees. */
    private static Fault of(String name, String alone, int starts, Fault.Strike strike) {
        return new Fault(name, Set.of(), Set.of(), Set.of(alone), starts, strike);
    }

    private void kill(String part) throws IOException, InterruptedException {
        long process = cluster.pid(part);
        cluster.signal("KILL", process);
        awaitGone(part, process);
        Waiting.until(
                part + " is back",
                RECOVERY,
                () -> cluster.pid(part) != process
                        && cluster.part(part).getString("state").equals("READY"));
        if (Cluster.SLAVES.contains(part)) {
            Waiting.until("the balancer sends it clients", () -> cluster.balancerSays(part)
                    .startsWith("UP"));
        }
    }

    private void killSupervisor(boolean withJournal) throws IOException, InterruptedException {
        long process = cluster.pid("supervisor");
        cluster.signal("KILL", process);
        awaitGone("supervisor", process);
        if (withJournal) {
            Folders.emptied(cluster.data().resolve("broker"));
        }
        cluster.upAgain();
        Waiting.until("all parts are ready", RECOVERY, cluster::isAllReady);
    }

    private static void awaitGone(String part, long process) {
        Waiting.until(
                part + " is gone",
                () -> ProcessHandle.of(process).filter(ProcessHandle::isAlive).isEmpty());
    }

    private void stop(String part, Duration time) throws IOException, InterruptedException {
        long process = cluster.pid(part);
        cluster.signal("STOP", process);
        try {
            Waiting.until(part + " is stopped", () -> stateOf(process).equals("T"));
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } finally {
            cluster.signal("CONT", process);
        }
        if (Cluster.SLAVES.contains(part)) {
            Waiting.until("the balancer sends it clients", () -> cluster.balancerSays(part)
                    .startsWith("UP"));
        }
    }

    private static String stateOf(long process) throws IOException {
        String line = Files.readString(Path.of("/proc/" + process + "/stat"));
        return line.substring(line.lastIndexOf(')') + 2).split(" ")[0];
    }

    private void cut(String port, Duration time) throws IOException, InterruptedException {
        try (CutPort cut = CutPort.of(cluster.ports().getInt(port))) {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        }
    }

    private void cutWire(Duration time) throws IOException, InterruptedException {
        host.cutWire();
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } finally {
            host.mendWire();
        }
    }
}
