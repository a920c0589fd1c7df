/**
 * What master and slave agree on over JMS: destinations, messages and their codecs.
 *
 * <p>Control messages are JSON text, access records a compact binary frame that is the same on the slave's disk and
 * on the wire. Fields are only ever added. Nothing here opens a connection.
 */
@NullMarked
package dev.sluice.jms;

import org.jspecify.annotations.NullMarked;
