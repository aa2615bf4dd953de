package io.sluice.pool;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The backend of one client and until when it counts. Thread-safe, no lock: once it is forgotten nobody can renew it, so an entry
 * that the sweep removes is never one that a session has just used.
 */
final class Remembered {

    /** An instant that the clock never shows. */
    private static final long FORGOTTEN = Long.MIN_VALUE;

    private final AtomicLong untilNanos;
    private volatile Backend backend;

    Remembered(Backend backend, long untilNanos) {
        this.backend = backend;
        this.untilNanos = new AtomicLong(untilNanos);
    }

    Backend backend() {
        return backend;
    }

    boolean isCurrent(long nowNanos) {
        long until = untilNanos.get();
        return until != FORGOTTEN && until - nowNanos > 0;
    }

    /** Restarts its time; false when it has been forgotten. */
    boolean renew(long nextNanos) {
        long until = untilNanos.get();
        while (until != FORGOTTEN) {
            if (untilNanos.compareAndSet(until, nextNanos)) {
                return true;
            }
            until = untilNanos.get();
        }
        return false;
    }

    /** The client belongs to another backend now; false when it has been forgotten. */
    boolean rebind(Backend other, long nextNanos) {
        if (!renew(nextNanos)) {
            return false;
        }
        backend = other;
        return true;
    }

    /** Ends it for good unless it is current; true when it is forgotten now. */
    boolean forget(long nowNanos) {
        long until = untilNanos.get();
        return until == FORGOTTEN || (until - nowNanos <= 0 && untilNanos.compareAndSet(until, FORGOTTEN));
    }
}
