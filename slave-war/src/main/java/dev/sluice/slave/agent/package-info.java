/**
 * The node's talk with its master: tells the node's whole state, and takes what the master has to say to this node.
 *
 * <p>Nothing here waits for the broker on another's behalf: state that cannot be sent is told anew the next time.
 */
@NullMarked
package dev.sluice.slave.agent;

import org.jspecify.annotations.NullMarked;
