package dev.sluice.slave.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Set;
import java.util.stream.Collectors;

/** Knows which socket addresses lead to the proxy's own listener. */
final class OwnListener {
    private volatile int port = -1;
    private volatile Set<InetAddress> addresses = Set.of();

    /** Called once the listener is bound. */
    void bound(InetSocketAddress address) throws SocketException {
        addresses = address.getAddress().isAnyLocalAddress()
                ? NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .collect(Collectors.toUnmodifiableSet())
                : Set.of(address.getAddress());
        port = address.getPort();
    }

    boolean isReachedBy(InetSocketAddress address) {
        if (address.getPort() != port) {
            return false;
        }
        InetAddress host = address.getAddress();
        return host.isAnyLocalAddress() || addresses.contains(host);
    }
}
