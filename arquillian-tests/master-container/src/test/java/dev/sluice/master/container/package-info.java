/**
 * The real {@code master.ear} on a Payara Server, with a database and a broker of the test's own: from inside, beside
 * its beans, and from outside, over REST and JMS.
 *
 * <p>The {@link dev.sluice.master.container.Bench} starts all of it once for all classes. Tests of one rule belong to
 * the modules; here stands what only a container can show.
 */
@NullMarked
package dev.sluice.master.container;

import org.jspecify.annotations.NullMarked;
