package dev.sluice.portal.pages;

import java.net.URI;
import java.util.regex.Pattern;

/** What is typed on another machine to start a node there. */
final class JoinLine {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\..*|\\[::1]");

    /** @param key an activation key: letters, digits and dots, so that no shell sees anything in it */
    static String of(String key, URI master) {
        return "SLUICE_KEY=" + key + " ./sluice node join --master " + master;
    }

    /**
     * Where another machine reaches the master: as configured, or if that is this machine only, as the browser did.
     *
     * @param seen the host and port in the browser's address
     */
    static URI master(URI configured, URI seen) {
        URI base = isLoopback(configured) ? seen : configured;
        int port = base.getPort() < 0 ? 443 : base.getPort();
        return URI.create("https://" + base.getHost() + ":" + port);
    }

    /** Whether only this machine reaches it so. */
    static boolean isLoopback(URI address) {
        return LOOPBACK.matcher(address.getHost()).matches();
    }

    private JoinLine() {}
}
