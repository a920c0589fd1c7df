/**
 * Why stored records were decided as they were: the policy of their revision, asked again with what the record holds.
 * Reads records and revisions, and writes nothing.
 */
@NullMarked
package dev.sluice.master.explain;

import org.jspecify.annotations.NullMarked;
