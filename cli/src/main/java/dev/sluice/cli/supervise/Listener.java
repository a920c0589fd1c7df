package dev.sluice.cli.supervise;

import dev.sluice.cli.cluster.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * A port that a part will listen on.
 *
 * @param use what for, as a person would say it
 * @param option the option of {@code up} that moves it
 */
public record Listener(String address, int port, String use, String option) {
    /** Refuses a port that something else holds. */
    public void checkFree() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
        } catch (IOException e) {
            throw new Problem(
                    "Port " + port + " on " + address + " (" + use + ") cannot be used: " + e.getMessage() + ".",
                    "Stop the program that listens there, or choose another port with " + option + ".",
                    e);
        }
    }
}
