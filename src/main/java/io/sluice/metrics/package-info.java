/**
 * Floor 6: the metrics page. Reads the counters of the floors below when somebody scrapes; nothing below knows of it.
 */
@NullMarked
package io.sluice.metrics;

import org.jspecify.annotations.NullMarked;
