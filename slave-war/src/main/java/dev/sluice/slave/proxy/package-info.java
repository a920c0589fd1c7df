/**
 * The listener: an embedded Jetty that takes plain requests and tunnels, asks {@code filter} about each, and carries
 * the bytes.
 *
 * <p>The only place for {@code org.eclipse.jetty}. No policy and no storage live here, and nothing blocks on a
 * request's way.
 */
@NullMarked
package dev.sluice.slave.proxy;

import org.jspecify.annotations.NullMarked;
