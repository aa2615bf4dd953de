package io.sluice.control;

import java.util.concurrent.CompletableFuture;

/** Whether probes and failures of sessions decide who serves. Thread-safe; the futures complete on the control loop. */
public interface HealthFreeze {

    /** Holds every backend's class as it is, ejects nobody and lets nobody in again: results are recorded, and decide nothing. */
    CompletableFuture<Void> freezeHealth();

    /** Lets results decide again, beginning with what they say by now. */
    CompletableFuture<Void> thawHealth();
}
