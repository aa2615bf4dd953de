package io.sluice.pool;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How often in a row live sessions could not connect a backend, over all workers. Every {@code limit} failures the owner is told,
 * on the worker that saw the last of them; it must not block. Thread-safe, no lock; a success costs one read.
 */
public final class ConnectStreak {

    private final AtomicInteger failures = new AtomicInteger();
    private volatile int limit;
    private volatile @Nullable Runnable owner;

    /** Tells the owner from now on. */
    public void watch(int limit, Runnable owner) {
        this.limit = 0; // nobody is told the old way with the new limit
        this.owner = owner;
        this.limit = limit;
    }

    /** Tells nobody any more. */
    public void unwatch() {
        limit = 0;
    }

    /** A session could not connect, for a reason that is the backend's. */
    public void failed() {
        int watched = limit;
        Runnable told = owner;
        if (watched > 0 && told != null && failures.incrementAndGet() % watched == 0) {
            told.run();
        }
    }

    /** A session has connected, or a datagram was answered. */
    public void succeeded() {
        reset();
    }

    /** Counts anew from here. */
    public void reset() {
        if (failures.get() != 0) {
            failures.set(0);
        }
    }

    /** Failures since the last success, while somebody is told. */
    public int failures() {
        return failures.get();
    }
}
