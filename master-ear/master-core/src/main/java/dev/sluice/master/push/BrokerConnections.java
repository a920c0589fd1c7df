package dev.sluice.master.push;

import jakarta.ejb.Singleton;
import jakarta.resource.ConnectionFactoryDefinition;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;

/** Declares the pooled connections on which the master sends. No transactions: what is sent has been committed before. */
@ConnectionFactoryDefinition(
        name = BrokerConnections.NAME,
        interfaceName = "jakarta.jms.ConnectionFactory",
        resourceAdapter = "artemis-ra",
        transactionSupport = TransactionSupportLevel.NoTransaction,
        minPoolSize = 0,
        maxPoolSize = 16)
@Singleton
public class BrokerConnections {
    /** Where the connection factory is. */
    public static final String NAME = "java:app/jms/sluice";
}
