/**
 * How a node joins: the activation key that a person carries to it, the request and the answers between the node and
 * {@code POST /api/v1/enrollments} of the master, and the node's side of that talk. What a master makes of a request is
 * decided in the master; files are written by {@code identity}.
 *
 * <p>Neither side believes the other before it has proof: the node sends nothing until the server has shown a certificate
 * of the authority that the key names, and then proves that it knows the key's secret without sending it.
 */
@NullMarked
package dev.sluice.enrollment;

import org.jspecify.annotations.NullMarked;
