/**
 * Floor 5: the single writer. Pools, listeners and draining change on the control loop and nowhere else.
 */
@NullMarked
package io.sluice.control;

import org.jspecify.annotations.NullMarked;
