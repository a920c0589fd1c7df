package dev.sluice.slave.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How the node belongs to its cluster.
 *
 * @param keyId {@code sluice.node.key-id}: the activation key that it joined with, empty for none
 * @param keyStore {@code sluice.node.key-store}: its key and certificate, PKCS#12; need not be there yet
 * @param trustStore {@code sluice.node.trust-store}: the cluster's authority, PKCS#12; need not be there yet
 * @param storePassword {@code sluice.node.store-password}: of both, and of the key
 * @param masterUrl {@code sluice.master.url}: where long lists are fetched from
 */
public record ClusterConfig(
        String keyId, Path keyStore, Path trustStore, String storePassword, Optional<URI> masterUrl) {
    /** Without the password. */
    @Override
    public String toString() {
        return "ClusterConfig[keyId=" + keyId + ", keyStore=" + keyStore + ", trustStore=" + trustStore + ", masterUrl="
                + masterUrl + "]";
    }
}
