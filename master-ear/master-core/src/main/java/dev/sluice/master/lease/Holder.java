package dev.sluice.master.lease;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;

/**
 * A master that may hold the lease, by a name that no other one has, and neither has this one after its next start.
 *
 * @param name for people too: where it runs
 */
record Holder(String name) {
    /** The master of this application. */
    static final Holder THIS =
            new Holder(host() + " process " + ProcessHandle.current().pid() + " " + UUID.randomUUID());

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown-host";
        }
    }
}
