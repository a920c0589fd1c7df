/**
 * The doors to PostgreSQL: the pools, the migrations, one door for JDBC and one for JPA.
 *
 * <p>Both doors stay shut until the schema is up to date. Knows no table; entities and SQL live in the rooms that own them.
 */
@NullMarked
package dev.sluice.master.persistence;

import org.jspecify.annotations.NullMarked;
