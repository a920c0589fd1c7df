package dev.sluice.slave.proxy;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;

/** What Jetty does not say of sockets. */
final class Sockets {
    private Sockets() {}

    /** Closes a channel that was never used, if there is one. */
    static void close(@Nullable SocketChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException ignored) {
            // Nothing was in it.
        }
    }

    /**
     * Makes the close a reset, so that a response that ends with the connection cannot be taken for complete (RFC 9112
     * section 8).
     */
    static void resetOnClose(EndPoint endPoint) {
        if (endPoint.getTransport() instanceof SocketChannel channel) {
            try {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            } catch (IOException alreadyClosed) {
                // Then there is nothing left to mistake.
            }
        }
    }
}
