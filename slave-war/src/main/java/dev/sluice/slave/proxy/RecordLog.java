package dev.sluice.slave.proxy;

import dev.sluice.policy.HostName;
import dev.sluice.slave.filter.Exchange;
import dev.sluice.slave.filter.Ledger;
import dev.sluice.slave.filter.Target;
import dev.sluice.slave.filter.Trouble;
import java.util.Optional;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;

/**
 * Ends exchanges. Jetty calls it once for each request at its very end, however it ends; a tunnel goes on from there.
 */
final class RecordLog implements RequestLog {
    private final Ledger ledger;
    private final FrontDoor door;
    private final TunnelHandler tunnels;

    RecordLog(Ledger ledger, FrontDoor door, TunnelHandler tunnels) {
        this.ledger = ledger;
        this.door = door;
        this.tunnels = tunnels;
    }

    @Override
    public void log(Request request, Response response) {
        Exchange exchange = Exchanges.find(request);
        if (exchange == null) {
            target(request.getHttpURI()).ifPresent(target -> close(door.openBad(request, target), request, response));
        } else if (exchange.isTunnelOpen()) {
            if (!response.isCompletedSuccessfully()) {
                exchange.fail(Trouble.CLIENT_ABORT);
                tunnels.abandon(request);
            }
        } else {
            close(exchange, request, response);
        }
    }

    private void close(Exchange exchange, Request request, Response response) {
        if (!response.isCompletedSuccessfully()) {
            exchange.fail(Trouble.CLIENT_ABORT);
        }
        long up = Request.getContentBytesRead(request);
        long down = Response.getContentBytesWritten(response);
        ledger.close(exchange, response.getStatus(), up, down);
    }

    private static Optional<Target> target(HttpURI uri) {
        String host = uri.getHost() == null ? "" : uri.getHost();
        String scheme = uri.getScheme() == null ? "" : uri.getScheme();
        String path = uri.getPath() == null ? "" : uri.getPath();
        return HostName.normalise(host).map(known -> new Target(scheme, known, Math.max(uri.getPort(), 0), path, ""));
    }
}
