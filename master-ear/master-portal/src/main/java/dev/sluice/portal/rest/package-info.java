/**
 * The REST interface under {@code /api/v1}: resources over the core's facades, who may call them, and errors as problem
 * details (RFC 9457). JSON of policies is the contract's; the rest is written in the {@code *Json} classes here. Knows
 * nothing of the pages.
 */
@NullMarked
package dev.sluice.portal.rest;

import org.jspecify.annotations.NullMarked;
