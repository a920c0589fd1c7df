/**
 * What an administrator may do to a policy, and what it says in words: pure functions from bundle to bundle and from
 * bundle to text, shared by the pages and REST. No pages, no HTTP, no storage here.
 */
@NullMarked
package dev.sluice.portal.edit;

import org.jspecify.annotations.NullMarked;
