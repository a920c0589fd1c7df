/**
 * A cluster on one machine as it stands on disk: its options and ports, the data folder, the secrets and certificates,
 * and the distribution that it runs. Starts no process.
 */
@NullMarked
package dev.sluice.cli.cluster;

import org.jspecify.annotations.NullMarked;
