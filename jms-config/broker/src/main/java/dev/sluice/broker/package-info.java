/**
 * The cluster's broker: {@code broker.xml}, who may do what on it, and the whole run in a JVM of ours. Nothing here sends
 * a message, and the only one it reads is the admission list that a master sends to the broker itself.
 *
 * <p>Who connects is who its certificate says. A master is let in with any certificate of the authority, since it is the
 * master that says who else is; a slave only when name and serial number are on the list.
 *
 * <p><b>A broker of its own</b> (Artemis of the version in the root pom): {@code artemis create} an instance; put {@code
 * broker.xml} and {@code bootstrap.xml} from this package's resources into its {@code etc}; put the jars of this module,
 * of identity, jms-contract and policy-engine, of Bouncy Castle (bcpkix, bcutil, bcprov) and of Parsson with
 * jakarta.json-api into its {@code lib}. Give the service {@code SLUICE_BROKER_HOST}, {@code _PORT}, {@code _KEY_STORE},
 * {@code _KEY_STORE_PASSWORD}, {@code _TRUST_STORE} and {@code _TRUST_STORE_PASSWORD} in its environment, from a file that
 * only it can read. Values stand in a URI: percent-encode what is not a letter or digit. The trust store must hold the
 * cluster's authority and nothing else.
 */
@NullMarked
package dev.sluice.broker;

import org.jspecify.annotations.NullMarked;
