package dev.sluice.master.rollout;

import java.util.List;

/** The nodes of the cluster; who registers them knows this room, which must not know it. */
public interface Fleet {
    /** Without those that were removed. */
    List<Seen> nodes();
}
