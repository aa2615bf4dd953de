package io.sluice.guard;

import io.sluice.stats.Gauge;

/** The sessions that the whole process may hold, given its file descriptors. Thread-safe, exact over all workers. */
public final class Places {

    private final Gauge taken = new Gauge();
    private final int limit;

    public Places(int limit) {
        this.limit = limit;
    }

    boolean tryTake() {
        return taken.tryOpen(limit);
    }

    void giveBack() {
        taken.close();
    }

    public int limit() {
        return limit;
    }

    public int taken() {
        return taken.value();
    }
}
