package dev.sluice.cli.supervise;

import dev.sluice.cli.process.Child;
import dev.sluice.cli.process.Launch;
import dev.sluice.cli.process.LogFile;
import dev.sluice.cli.process.Running;
import dev.sluice.cli.process.StopSignal;
import dev.sluice.cli.process.Trace;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A part with a process of its own. Sluice's own programs say why they end in a line that begins with {@value MARK}. */
public abstract class ProcessPart implements Part {
    private static final String MARK = "sluice: ";

    private Optional<LogFile> log = Optional.empty();
    private long logged;

    /** Lays out its files and says how it is started. Must give the same launch when nothing has changed. */
    protected abstract Launch launch() throws IOException, InterruptedException;

    protected abstract List<Listener> listeners();

    protected StopSignal signal() {
        return StopSignal.TERMINATE;
    }

    /** Whether its files must be made anew, so that a process that an earlier supervisor left has to end before that. */
    protected boolean isOutdated() throws IOException {
        return false;
    }

    @Override
    public final Running start(Optional<Trace> leftover) throws IOException, InterruptedException {
        Optional<Child> left = leftover.flatMap(Trace::adopt);
        if (left.isPresent() && isOutdated()) {
            left.get().stop(patience());
            left = Optional.empty();
        }
        Launch launch = launch();
        LogFile file = new LogFile(launch.log());
        log = Optional.of(file);
        logged = file.size();
        if (left.isPresent() && leftover.orElseThrow().fingerprint().equals(launch.fingerprint())) {
            return left.get();
        }
        if (left.isPresent()) {
            left.get().stop(patience());
        }
        listeners().forEach(Listener::checkFree);
        return Child.start(launch, signal());
    }

    @Override
    public final Optional<String> lastWords() throws IOException {
        return lastSaid(line -> line.startsWith(MARK)).map(line -> line.substring(MARK.length()));
    }

    /** The last such line of its log since it was started. */
    protected final Optional<String> lastSaid(Predicate<String> line) throws IOException {
        return log.isEmpty() ? Optional.empty() : log.get().last(line, logged);
    }
}
