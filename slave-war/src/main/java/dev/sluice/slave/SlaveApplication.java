package dev.sluice.slave;

import jakarta.inject.Inject;
import jakarta.resource.ConnectionFactoryDefinition;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts and stops the node with the web application. A node that cannot start says why in one line and ends its process. */
@WebListener
@ConnectionFactoryDefinition(
        name = SlaveApplication.CONNECTIONS,
        interfaceName = "jakarta.jms.ConnectionFactory",
        resourceAdapter = "artemis-ra",
        transactionSupport = TransactionSupportLevel.NoTransaction,
        minPoolSize = 0,
        maxPoolSize = 4)
public class SlaveApplication implements ServletContextListener {
    /** Where the pooled connections to the broker are. */
    static final String CONNECTIONS = "java:app/jms/sluice";

    private static final Logger LOG = LoggerFactory.getLogger(SlaveApplication.class);

    @Inject
    private SlaveBeans beans;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        try {
            OwnClasses.load(SlaveApplication.class);
            beans.slave().start();
        } catch (IOException | RuntimeException e) {
            LOG.error("The slave does not start. {}", e.getMessage());
            beans.stop();
            Farewell.because(String.valueOf(e.getMessage()));
            throw new IllegalStateException(e.getMessage());
        }
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        beans.stop();
    }
}
