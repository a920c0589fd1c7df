package dev.sluice.slave.agent;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Carries nothing out and remembers it all. */
public final class KeptOrders implements Orders {
    final List<String> kept = new CopyOnWriteArrayList<>();

    @Override
    public void drain(Duration time) {
        kept.add("drain " + time);
    }

    @Override
    public void resume() {
        kept.add("resume");
    }

    @Override
    public void resync() {
        kept.add("resync");
    }
}
