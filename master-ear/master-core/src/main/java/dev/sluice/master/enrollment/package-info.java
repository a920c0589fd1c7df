/**
 * How nodes join and leave: activation keys, requests and their approval, certificates, and who the broker admits.
 *
 * <p>A request that is refused is refused with a reason and kept for people to see; everything that a stranger can make
 * grow is bounded.
 */
@NullMarked
package dev.sluice.master.enrollment;

import org.jspecify.annotations.NullMarked;
