/**
 * The cluster's broker: {@code broker.xml} and {@code login.config} for an Artemis broker of its own, and the same
 * settings run in a JVM of ours. Nothing here sends or receives a message.
 *
 * <p><b>A broker of its own</b> (Artemis of the version in the root pom): {@code artemis create} an instance, put both
 * files from this package's resources into its {@code etc}, and fill {@code cert-users.properties} and
 * {@code cert-roles.properties} as {@code login.config} shows; a line that goes takes the right away within two seconds.
 * Give the service {@code SLUICE_BROKER_HOST}, {@code _PORT}, {@code _KEY_STORE}, {@code _KEY_STORE_PASSWORD},
 * {@code _TRUST_STORE} and {@code _TRUST_STORE_PASSWORD} in its environment, from a file that only it can read. Values
 * stand in a URI: percent-encode what is not a letter or digit.
 */
@NullMarked
package dev.sluice.broker;

import org.jspecify.annotations.NullMarked;
