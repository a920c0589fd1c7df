/**
 * The packed category index: which of the policy's categories a domain lies in, in 13 to 14 bytes a domain.
 *
 * <p>It knows domains and sets of category numbers, nothing of rules. Domains come here normalised.
 */
@NullMarked
package dev.sluice.policy.category;

import org.jspecify.annotations.NullMarked;
