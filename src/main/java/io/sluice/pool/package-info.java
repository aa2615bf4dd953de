/**
 * Floor 2: the pools that the data path reads: members, their narrowing to candidates, and one volatile snapshot per pool.
 */
@NullMarked
package io.sluice.pool;

import org.jspecify.annotations.NullMarked;
