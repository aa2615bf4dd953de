package io.sluice.stats;

import java.util.concurrent.atomic.LongAdder;

/**
 * The counters of one pool's queue. Thread-safe, no lock. Every session that is counted as queued is counted as ended once, by
 * any result but {@link QueueEnd#FULL}, or waits now.
 */
public final class QueueStats {

    private final Gauge waiting = new Gauge();
    private final LongAdder queued = new LongAdder();
    private final Tally<QueueEnd> ended = new Tally<>(QueueEnd.class);

    /** Counts one more that waits, unless {@code most} do already. Exact over all workers. */
    public boolean tryJoin(int most) {
        if (most == 0 || !waiting.tryOpen(most)) {
            ended.increment(QueueEnd.FULL);
            return false;
        }
        queued.increment();
        return true;
    }

    /** One that was counted does not wait any more. */
    public void ended(QueueEnd how) {
        ended.increment(how);
        waiting.close();
    }

    /** Sessions that wait now. */
    public int waiting() {
        return waiting.value();
    }

    /** Sessions that have waited or wait, since the start. */
    public long queuedTotal() {
        return queued.sum();
    }

    public Tally<QueueEnd> ended() {
        return ended;
    }
}
