/**
 * Floor 1: counters and the session log. The data path increments, the metrics above read at scrape; nothing here knows
 * who reads.
 */
@NullMarked
package io.sluice.stats;

import org.jspecify.annotations.NullMarked;
