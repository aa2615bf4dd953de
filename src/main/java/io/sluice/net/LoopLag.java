package io.sluice.net;

import java.util.concurrent.TimeUnit;

/**
 * How late one worker runs a task that it is given: what every client on it waits extra. Measured by a task every half second;
 * also the proof that the loop lives. Started and read from any thread.
 */
public final class LoopLag {

    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(15);

    private final Worker worker;
    private volatile long lastBeatNanos = System.nanoTime();
    private volatile long worstNanos;
    private volatile long worstBeforeNanos;
    private long windowStartNanos = System.nanoTime();

    public LoopLag(Worker worker) {
        this.worker = worker;
    }

    /** Begins to measure. Call once. */
    public void start() {
        worker.execute(() -> schedule(System.nanoTime() + PERIOD_NANOS));
    }

    public int worker() {
        return worker.index();
    }

    /** The worst lag of the last 15 to 30 seconds. */
    public long worstNanos() {
        return Math.max(worstNanos, worstBeforeNanos);
    }

    /** How long ago the loop last ran its measuring task; about half a second when all is well. */
    public long sinceBeatNanos() {
        return System.nanoTime() - lastBeatNanos;
    }

    private void schedule(long dueNanos) {
        var unused = worker.loop().schedule(() -> beat(dueNanos), dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    private void beat(long dueNanos) {
        long now = System.nanoTime();
        if (now - windowStartNanos > WINDOW_NANOS) {
            worstBeforeNanos = worstNanos;
            worstNanos = 0;
            windowStartNanos = now;
        }
        worstNanos = Math.max(worstNanos, now - dueNanos);
        lastBeatNanos = now;
        schedule(now + PERIOD_NANOS);
    }
}
