/**
 * The master's settings: one immutable record, read once at the start from MicroProfile Config.
 *
 * <p>Nothing else reads configuration, but for the resource definitions that the server resolves by itself.
 */
@NullMarked
package dev.sluice.master.config;

import org.jspecify.annotations.NullMarked;
