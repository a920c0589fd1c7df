package dev.sluice.master.persistence;

import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.ejb.Singleton;

/**
 * The connection pools. The portal's policy work has one to itself, so that neither ingest nor a long search takes its
 * connections, and so has the lease, which is lost when it is not renewed in time. The server opens the one for policy
 * while it deploys the master, before any message is taken: there a standby waits. Every connection is tried before it is handed out, so that a restarted PostgreSQL heals by itself.
 * No XA: records are kept from doubling by their watermark, policy by its revision.
 */
@DataSourceDefinition(
        name = Pools.POLICY,
        className = "dev.sluice.master.lease.StandbyDataSource",
        transactional = true,
        initialPoolSize = 0,
        minPoolSize = 0,
        maxPoolSize = 8,
        maxIdleTime = 300,
        properties = {
            "ApplicationName=sluice-policy",
            "connectTimeout=5",
            "socketTimeout=60",
            "tcpKeepAlive=true",
            "fish.payara.is-connection-validation-required=true",
            "fish.payara.connection-validation-method=custom-validation",
            "fish.payara.validation-classname=org.glassfish.api.jdbc.validation.PostgresConnectionValidation",
            "fish.payara.fail-all-connections=true",
            "fish.payara.max-wait-time-in-millis=10000"
        })
@DataSourceDefinition(
        name = Pools.RECORDS,
        className = "dev.sluice.master.persistence.PatientDataSource",
        transactional = false,
        initialPoolSize = 0,
        minPoolSize = 0,
        maxPoolSize = 8,
        maxIdleTime = 300,
        properties = {
            "ApplicationName=sluice-records",
            "connectTimeout=5",
            "socketTimeout=60",
            "tcpKeepAlive=true",
            "fish.payara.is-connection-validation-required=true",
            "fish.payara.connection-validation-method=custom-validation",
            "fish.payara.validation-classname=org.glassfish.api.jdbc.validation.PostgresConnectionValidation",
            "fish.payara.fail-all-connections=true",
            "fish.payara.max-wait-time-in-millis=10000"
        })
@DataSourceDefinition(
        name = Pools.LEASE,
        className = "dev.sluice.master.persistence.PatientDataSource",
        transactional = false,
        initialPoolSize = 0,
        minPoolSize = 0,
        maxPoolSize = 2,
        maxIdleTime = 300,
        properties = {
            "ApplicationName=sluice-lease",
            "connectTimeout=3",
            "socketTimeout=5",
            "tcpKeepAlive=true",
            "fish.payara.is-connection-validation-required=true",
            "fish.payara.connection-validation-method=custom-validation",
            "fish.payara.validation-classname=org.glassfish.api.jdbc.validation.PostgresConnectionValidation",
            "fish.payara.fail-all-connections=true",
            "fish.payara.max-wait-time-in-millis=5000"
        })
@Singleton
public class Pools {
    static final String POLICY = "java:app/jdbc/policy";
    static final String RECORDS = "java:app/jdbc/records";
    static final String LEASE = "java:app/jdbc/lease";
}
