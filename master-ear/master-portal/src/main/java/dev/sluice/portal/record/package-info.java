/**
 * What a record says of its decision, in words, and the rule that is made of it: pure functions, shared by the pages and
 * REST. No pages, no HTTP, no storage here.
 */
@NullMarked
package dev.sluice.portal.record;

import org.jspecify.annotations.NullMarked;
