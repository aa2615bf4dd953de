/**
 * Floor 1: the schedulers. Pure arithmetic over {@link io.sluice.balance.Candidates}: no Netty, no backend, no clock.
 * Adding a scheduler is one file here, one test, and one line in {@link io.sluice.balance.Schedulers}.
 */
@NullMarked
package io.sluice.balance;

import org.jspecify.annotations.NullMarked;
