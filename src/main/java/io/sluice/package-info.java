/**
 * Floor 7: the entry point and the wiring. {@code Daemon} builds every part in floor order and reads as the wiring diagram.
 */
@NullMarked
package io.sluice;

import org.jspecify.annotations.NullMarked;
