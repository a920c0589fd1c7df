/**
 * Filters for records that administrators keep under a name. What a filter says is text here; what it means is the
 * portal's to know.
 */
@NullMarked
package dev.sluice.master.filter;

import org.jspecify.annotations.NullMarked;
