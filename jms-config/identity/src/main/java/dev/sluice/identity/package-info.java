/**
 * The cluster's certificate authority, the PKCS#12 identities it issues (portal, broker, master and nodes), a node's own
 * key and certificate, the signatures under policies, and files that only their owner reads.
 *
 * <p>Files only; opens no connection and knows nothing of JMS.
 */
@NullMarked
package dev.sluice.identity;

import org.jspecify.annotations.NullMarked;
