/**
 * The parts of a cluster on one machine: PostgreSQL, broker, master, slaves and load balancer. Each class knows how its
 * part is laid out, started and asked whether it is ready.
 */
@NullMarked
package dev.sluice.cli.part;

import org.jspecify.annotations.NullMarked;
