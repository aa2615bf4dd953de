package io.sluice.net;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows refusals of direct memory. A session that is refused some is shed, and most others need none, so a shortage while slow
 * readers hold the memory is no reason to end; one that nothing has relieved for a whole minute of refusals is: then the memory
 * is lost, and only a new process gets it back. Thread-safe.
 */
final class MemoryShortage {

    static final int HOPELESS_REFUSALS = 100;
    static final long HOPELESS_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final long WARNING_PERIOD_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final Logger LOG = LoggerFactory.getLogger(MemoryShortage.class);

    private final LongSupplier clock;
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicLong lastWarned;
    private volatile long sinceNanos;

    /** @param clock nanoseconds, monotonic */
    MemoryShortage(LongSupplier clock) {
        this.clock = clock;
        this.lastWarned = new AtomicLong(clock.getAsLong() - WARNING_PERIOD_NANOS);
    }

    /** Memory was refused. True when it is hopeless to go on. */
    boolean refused() {
        long now = clock.getAsLong();
        int inARow = refusals.incrementAndGet();
        if (inARow == 1) {
            sinceNanos = now;
        }
        warn(now);
        return inARow >= HOPELESS_REFUSALS && now - sinceNanos >= HOPELESS_NANOS;
    }

    /** Memory was had: the shortage is over. */
    void granted() {
        if (refusals.get() != 0) {
            refusals.set(0);
        }
    }

    private void warn(long now) {
        long last = lastWarned.get();
        if (now - last >= WARNING_PERIOD_NANOS && lastWarned.compareAndSet(last, now)) {
            LOG.warn("out of direct memory: shedding sessions that need some (limit: -XX:MaxDirectMemorySize)");
        }
    }
}
