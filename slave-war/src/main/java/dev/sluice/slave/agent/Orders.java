package dev.sluice.slave.agent;

import java.time.Duration;

/** What an administrator may have the node do. Each may come twice; none may block. */
public interface Orders {
    /** Be not ready, let what runs go on for that time, cut the rest, and then take nothing. */
    void drain(Duration time);

    /** Take traffic again. */
    void resume();

    /** Take the head anew, even if it is what is active or was refused. */
    void resync();
}
