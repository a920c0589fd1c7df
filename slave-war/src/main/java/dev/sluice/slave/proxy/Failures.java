package dev.sluice.slave.proxy;

import dev.sluice.slave.filter.Trouble;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.HttpResponseException;
import org.eclipse.jetty.http.HttpException;

/** Names what went wrong between the proxy and an origin. */
final class Failures {
    private Failures() {}

    static Trouble toConnect(Throwable failure) {
        if (failure instanceof LoopException) {
            return Trouble.LOOP;
        }
        if (failure instanceof UnknownHostException || failure instanceof UnresolvedAddressException) {
            return Trouble.DNS;
        }
        if (failure instanceof SocketTimeoutException || failure instanceof TimeoutException) {
            return Trouble.CONNECT_TIMEOUT;
        }
        return Trouble.CONNECT;
    }

    static Trouble toAnswer(Throwable failure) {
        if (failure instanceof LoopException) {
            return Trouble.LOOP;
        }
        if (failure instanceof UnknownHostException || failure instanceof UnresolvedAddressException) {
            return Trouble.DNS;
        }
        if (failure instanceof SocketTimeoutException) {
            return Trouble.CONNECT_TIMEOUT;
        }
        if (failure instanceof TimeoutException) {
            return Trouble.TIMEOUT;
        }
        if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
            return Trouble.CONNECT;
        }
        if (failure instanceof HttpResponseException || failure instanceof HttpException) {
            return Trouble.BAD_RESPONSE;
        }
        return failure instanceof RejectedExecutionException ? Trouble.BUSY : Trouble.ORIGIN_ABORT;
    }
}
