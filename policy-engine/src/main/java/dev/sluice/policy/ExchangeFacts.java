package dev.sluice.policy;

import java.net.InetAddress;

/**
 * What is known of an exchange when it is decided.
 *
 * @param client the client's address as the balancer or the socket tells it
 * @param host as {@link HostName#normalise} gives it: a name in lower case and ASCII form, or an IP address; a host in
 *     another spelling matches no rule that names it
 * @param user the name of the bundle's user that the client has proved to be, empty for none
 * @param path with a leading slash and without the query; empty in {@link Phase#CONNECT}
 */
public record ExchangeFacts(
        InetAddress client, String user, String method, String scheme, String host, int port, String path) {}
