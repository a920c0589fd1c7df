package dev.sluice.cli.part;

import dev.sluice.cli.cluster.ClusterOptions;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The configuration of HAProxy: TCP with the PROXY protocol, so that slaves see the client's address. Each slave is
 * asked for its readiness twice a second: one that is dead or not ready gets no new client after a second, its
 * connections are closed, and a connection that it refused before is tried on another slave. One that answers 404
 * is drained: it gets no new client and keeps its connections. One that is slow to answer is not dead yet.
 */
final class HaproxySettings {
    static final String BACKEND = "slaves";

    /** Relative to the folder in which HAProxy runs: the path of a socket is limited to 107 bytes. */
    static final String SOCKET = "stats.sock";

    static String of(ClusterOptions options) {
        String servers = IntStream.rangeClosed(1, options.slaves())
                .mapToObj(number -> "    server slave-%d %s:%d send-proxy-v2 check port %d"
                        .formatted(
                                number,
                                ClusterOptions.LOOPBACK,
                                options.ports().slaveProxy(number),
                                options.ports().slaveHealth(number)))
                .collect(Collectors.joining("\n"));
        return """
                global
                    stats socket unix@%s mode 600 level admin

                defaults
                    mode tcp
                    timeout connect 2s
                    timeout client 1h
                    timeout server 1h
                    timeout check 3s
                    retries 3
                    option redispatch 1

                frontend proxy
                    bind %s:%d
                    default_backend %s

                backend %s
                    balance leastconn
                    option httpchk GET /health/ready
                    http-check disable-on-404
                    http-check expect status 200
                    default-server inter 500ms fastinter 250ms downinter 500ms fall 2 rise 2 slowstart 10s \
                on-marked-down shutdown-sessions
                %s
                """.formatted(SOCKET, options.bind(), options.ports().proxy(), BACKEND, BACKEND, servers);
    }

    private HaproxySettings() {}
}
