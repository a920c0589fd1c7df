/**
 * One table for each kind of condition: given a fact of the exchange, it answers with the set of rules that the fact
 * does not rule out, as a bit for each rule. The sets of all tables intersected leave the rules that match.
 *
 * <p>Tables are built once and then only read; a look-up takes no lock and makes no object. They get values that were
 * parsed and checked before, and report no errors of their own.
 */
@NullMarked
package dev.sluice.policy.match;

import org.jspecify.annotations.NullMarked;
