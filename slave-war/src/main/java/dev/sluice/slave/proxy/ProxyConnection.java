package dev.sluice.slave.proxy;

import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * Takes the request target apart before Jetty does. Jetty completes an origin-form target from Host, so that it looks
 * like absolute-form, and it reads paths as a server does; to a proxy the path is text for the origin. So Jetty gets to
 * see scheme and authority alone, and the rest is kept here.
 */
final class ProxyConnection extends HttpConnection {
    private static final String AUTHORITY = "://";

    private volatile boolean absolute;
    private volatile String pathAndQuery = "";

    private ProxyConnection(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
        super(configuration, connector, endPoint);
    }

    private static ProxyConnection of(Request request) {
        return (ProxyConnection) request.getConnectionMetaData().getConnection();
    }

    /** Whether the target is a whole address, as only proxies get it (RFC 9112 section 3.2.2). */
    static boolean isAbsolute(Request request) {
        return of(request).absolute;
    }

    /** What follows the authority, as it was sent, without a fragment; may be empty. */
    static String pathAndQuery(Request request) {
        return of(request).pathAndQuery;
    }

    @Override
    protected HttpStreamOverHTTP1 newHttpStream(String method, String target, HttpVersion version) {
        int authority = target.indexOf(AUTHORITY);
        absolute = authority > 0 && isScheme(target, authority) && !HttpMethod.CONNECT.is(method);
        if (!absolute) {
            pathAndQuery = "";
            return super.newHttpStream(method, target, version);
        }
        int path = end(target, authority + AUTHORITY.length(), "/?#");
        pathAndQuery = target.substring(path, end(target, path, "#"));
        return super.newHttpStream(method, target.substring(0, path) + "/", version);
    }

    private static boolean isScheme(String text, int length) {
        return text.chars()
                .limit(length)
                .allMatch(c -> Character.isLetterOrDigit(c) || c == '+' || c == '-' || c == '.');
    }

    private static int end(String text, int from, String marks) {
        for (int i = from; i < text.length(); i++) {
            if (marks.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }

    /** Makes such connections. */
    static final class Factory extends HttpConnectionFactory {
        Factory(HttpConfiguration configuration) {
            super(configuration);
        }

        @Override
        public Connection newConnection(Connector connector, EndPoint endPoint) {
            ProxyConnection connection = new ProxyConnection(getHttpConfiguration(), connector, endPoint);
            connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
            return configure(connection, connector, endPoint);
        }
    }
}
