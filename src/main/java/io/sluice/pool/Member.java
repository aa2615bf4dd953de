package io.sluice.pool;

import io.sluice.model.BackendClass;
import io.sluice.model.BackendState;

/** What is true of a backend at the moment of one snapshot. Immutable. */
public record Member(Backend backend, int weight, int maxSessions, BackendState state, BackendClass backendClass) {

    /** False while it holds as many sessions as it may. */
    boolean hasRoom() {
        return maxSessions == 0 || backend.stats().active() < maxSessions;
    }
}
