package io.sluice.stats;

import java.util.concurrent.atomic.LongAdder;

/**
 * The counters of one pool's queue. Thread-safe, no lock. Every session that is counted as queued is counted as ended once, by
 * any result but {@link QueueEnd#FULL}, or waits now.
 */
public final class QueueStats {

    private final Gauge waiting = new Gauge();
    private final LongAdder queued = new LongAdder();
    private final LongAdder waitedNanos = new LongAdder();
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

    /** One that was counted does not wait any more, after so long. */
    public void ended(QueueEnd how, long nanos) {
        waitedNanos.add(nanos);
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

    /** How long all who do not wait any more have waited, together. */
    public long waitedNanos() {
        return waitedNanos.sum();
    }

    /** How many they are. */
    public long waitedTotal() {
        long all = 0;
        for (QueueEnd how : QueueEnd.values()) {
            all += how == QueueEnd.FULL ? 0 : ended.count(how);
        }
        return all;
    }

    public Tally<QueueEnd> ended() {
        return ended;
    }
}
