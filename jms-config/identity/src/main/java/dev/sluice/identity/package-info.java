/**
 * The cluster's certificate authority and the PKCS#12 identities it issues: portal, broker, master and nodes;
 * and files that only their owner reads.
 *
 * <p>Files only; opens no connection and knows nothing of JMS.
 */
@NullMarked
package dev.sluice.identity;

import org.jspecify.annotations.NullMarked;
