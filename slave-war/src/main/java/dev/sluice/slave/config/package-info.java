/** The slave's node-local settings: one immutable record, read once at the start from MicroProfile Config. */
@NullMarked
package dev.sluice.slave.config;

import org.jspecify.annotations.NullMarked;
