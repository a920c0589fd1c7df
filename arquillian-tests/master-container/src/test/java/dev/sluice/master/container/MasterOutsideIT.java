package dev.sluice.master.container;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;

/** The master as it is built, over HTTPS and JMS: one deployment for all that is asked of it from outside. */
@ArquillianTest
class MasterOutsideIT implements RestInterface, PushAndNodes, RecordIntake, Joining, Intruders, OldNodes {
    @Deployment(testable = false)
    static EnterpriseArchive master() {
        return MasterArchive.real();
    }

    @Override
    public Bench bench() {
        return Bench.current();
    }
}
