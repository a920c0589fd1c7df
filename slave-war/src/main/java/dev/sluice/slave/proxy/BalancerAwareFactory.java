package dev.sluice.slave.proxy;

import dev.sluice.slave.config.Network;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.ProxyConnectionFactory;

/**
 * Believes a PROXY protocol header, version 1 or 2, only from balancers, who may leave it out. From anyone else such a
 * header is not HTTP, and refused as such.
 */
final class BalancerAwareFactory extends AbstractConnectionFactory {
    private final List<Network> balancers;
    private final ConnectionFactory http;
    private final ConnectionFactory proxied;

    BalancerAwareFactory(List<String> balancers, ConnectionFactory http) {
        super("sluice");
        this.balancers = balancers.stream()
                .map(text -> Network.parse(text).orElseThrow())
                .toList();
        this.http = http;
        this.proxied = new ProxyConnectionFactory(http.getProtocol()) {
            @Override
            protected void nextProtocol(Connector connector, EndPoint endPoint, ByteBuffer unrecognised) {
                upgradeToConnectionFactory(http, connector, endPoint);
            }
        };
        installBean(proxied);
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        ConnectionFactory next = isBalancer(endPoint) ? proxied : http;
        return next.newConnection(connector, endPoint);
    }

    private boolean isBalancer(EndPoint endPoint) {
        return endPoint.getRemoteSocketAddress() instanceof InetSocketAddress remote
                && balancers.stream().anyMatch(network -> network.contains(remote.getAddress()));
    }
}
