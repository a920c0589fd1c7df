/**
 * The beans behind the portal's pages: what a page shows, and what a click does. They hold no rules of their own: edits
 * are in {@code edit}, truth is in the core's facades.
 */
@NullMarked
package dev.sluice.portal.pages;

import org.jspecify.annotations.NullMarked;
