package dev.sluice.master.lease;

import dev.sluice.master.persistence.PatientDataSource;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A master that may hold the lease, by a name that no other one has, and neither has this one after its next start.
 *
 * @param name for people too: where it runs, then a blank and the last word of the names of its connections
 */
record Holder(String name) {
    /** The master of this application. */
    static final Holder THIS =
            new Holder(host() + " process " + ProcessHandle.current().pid() + " " + PatientDataSource.MASTER);

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown-host";
        }
    }
}
