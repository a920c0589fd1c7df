package dev.sluice.slave.container;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** One slave, as it is built, for all tests that a running node serves: a start takes longer than most of them. */
@ArquillianTest
class ServingIT implements Enforcement, Traffic, Records, ControlPlane, Forgeries {
    @Deployment(testable = false)
    static WebArchive slave() {
        return Bench.slave();
    }

    @Override
    public Bench bench() {
        return Bench.current();
    }
}
