package dev.sluice.slave.proxy;

import dev.sluice.policy.HostName;
import dev.sluice.slave.filter.Target;
import dev.sluice.slave.filter.Trouble;
import java.util.Locale;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;

/** Reads the target of a request: of the URI alone, whatever Host says (RFC 9112 section 3.2.2). */
final class Targets {
    private static final int HTTP_PORT = 80;

    private Targets() {}

    static Target read(Request request) throws BadTargetException {
        HttpURI uri = request.getHttpURI();
        if (HttpMethod.CONNECT.is(request.getMethod())) {
            return tunnel(uri);
        }
        if (!ProxyConnection.isAbsolute(request)) {
            throw new BadTargetException(
                    Trouble.BAD_REQUEST, "This is a proxy, not a web site. Enter it as the proxy of your browser.");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http")) {
            throw new BadTargetException(
                    Trouble.SCHEME, "The gateway fetches http addresses; for https, ask for a tunnel with CONNECT.");
        }
        int port = uri.getPort() <= 0 ? HTTP_PORT : uri.getPort();
        String rest = ProxyConnection.pathAndQuery(request);
        int mark = rest.indexOf('?');
        String query = mark < 0 ? "" : rest.substring(mark);
        String path = path(request, rest.substring(0, rest.length() - query.length()), query);
        return new Target(scheme, host(uri), checked(port), path, query);
    }

    private static Target tunnel(HttpURI uri) throws BadTargetException {
        if (uri.getPort() <= 0) {
            throw new BadTargetException(Trouble.BAD_REQUEST, "CONNECT needs a host and a port.");
        }
        return Target.tunnel(host(uri), checked(uri.getPort()));
    }

    private static String host(HttpURI uri) throws BadTargetException {
        String host = uri.getHost() == null ? "" : uri.getHost();
        return HostName.normalise(host)
                .orElseThrow(
                        () -> new BadTargetException(Trouble.BAD_REQUEST, "The host of the address is not valid."));
    }

    private static int checked(int port) throws BadTargetException {
        if (port > 65_535) {
            throw new BadTargetException(Trouble.BAD_REQUEST, "The port of the address is not valid.");
        }
        return port;
    }

    /** OPTIONS for a whole server is absolute-form without path and query (RFC 9112 section 3.2.4). */
    private static String path(Request request, String path, String query) throws BadTargetException {
        if (path.isEmpty()) {
            return HttpMethod.OPTIONS.is(request.getMethod()) && query.isEmpty() ? "*" : "/";
        }
        for (int i = path.indexOf('%'); i >= 0; i = path.indexOf('%', i + 1)) {
            if (i + 2 >= path.length() || !isHex(path.charAt(i + 1)) || !isHex(path.charAt(i + 2))) {
                throw new BadTargetException(Trouble.BAD_REQUEST, "The path of the address has a % without a code.");
            }
        }
        return path;
    }

    private static boolean isHex(char c) {
        return Character.digit(c, 16) >= 0 && c < 0x80;
    }
}
