/**
 * Who clients are.
 *
 * <p>What they send and what the policy holds in, names out: where requests come from and what follows is not known here. No
 * class here keeps or logs a password.
 */
@NullMarked
package dev.sluice.slave.auth;

import org.jspecify.annotations.NullMarked;
