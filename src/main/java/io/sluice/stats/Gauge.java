package io.sluice.stats;

import java.util.concurrent.atomic.AtomicInteger;

/** A count of what is open now, with an optional limit that is exact over all threads. Thread-safe, no lock. */
public final class Gauge {

    private final AtomicInteger open = new AtomicInteger();

    /** Counts one more unless {@code limit} are open already; 0 = no limit. */
    public boolean tryOpen(int limit) {
        if (limit == 0) {
            open.incrementAndGet();
            return true;
        }
        int now = open.get();
        while (now < limit) {
            if (open.compareAndSet(now, now + 1)) {
                return true;
            }
            now = open.get();
        }
        return false;
    }

    /** Gives back what {@link #tryOpen} counted. */
    public void close() {
        open.decrementAndGet();
    }

    public int value() {
        return open.get();
    }
}
