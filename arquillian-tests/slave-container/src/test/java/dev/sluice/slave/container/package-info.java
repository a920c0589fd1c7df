/**
 * The real {@code slave.war} on Payara Micro, booted with the product's own command files, with a broker, a master's
 * stand-in and an origin around it.
 *
 * <p>Each class has a JVM, a {@link dev.sluice.slave.container.Bench} and a server of its own, so each starts with a new
 * node. Tests of one rule belong to the slave's module; here stands what only a container can show.
 */
@NullMarked
package dev.sluice.slave.container;

import org.jspecify.annotations.NullMarked;
