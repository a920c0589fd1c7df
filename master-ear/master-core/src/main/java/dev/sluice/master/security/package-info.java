/**
 * The accounts of administrators and their API tokens. Keeps hashes only.
 */
@NullMarked
package dev.sluice.master.security;

import org.jspecify.annotations.NullMarked;
