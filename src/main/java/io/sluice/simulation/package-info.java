/**
 * Floor 2: the test bench of the schedulers, deterministic, on a virtual clock. It stands above {@code balance}, which knows neither time
 * nor sessions, and beside {@code pool}, whose part it plays: backends, snapshots, counting. No Netty, no thread, no clock of the machine.
 */
@NullMarked
package io.sluice.simulation;

import org.jspecify.annotations.NullMarked;
