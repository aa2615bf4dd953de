package io.sluice.control;

import io.netty.util.concurrent.EventExecutor;
import io.sluice.model.Protocol;
import io.sluice.model.TerminationCode;
import io.sluice.pool.Backend;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * Closes the TCP sessions of a failed backend little by little, at a rate and at uneven intervals, so that their clients do not
 * come back all at once. UDP sessions need no such thing: they move at their next datagram. Runs on the control loop until
 * {@link #stop}: sessions that were being connected when the backend failed are closed as they appear.
 */
final class Evacuation {

    private static final long STEP_MILLIS = 50;

    private final EventExecutor loop;
    private final ListenerSet listeners;
    private final Backend backend;
    private final int perSecond;
    private final RandomGenerator random;
    private final AtomicInteger permits = new AtomicInteger();
    private double owed;
    private long lastNanos;
    private boolean stopped;

    /** @param perSecond sessions over all listeners */
    Evacuation(EventExecutor loop, ListenerSet listeners, Backend backend, int perSecond, RandomGenerator random) {
        this.loop = loop;
        this.listeners = listeners;
        this.backend = backend;
        this.perSecond = perSecond;
        this.random = random;
    }

    void begin() {
        lastNanos = System.nanoTime();
        scheduleNext();
    }

    void stop() {
        stopped = true;
    }

    private void scheduleNext() {
        long jittered = random.nextLong(STEP_MILLIS / 2, STEP_MILLIS * 3 / 2);
        var unused = loop.schedule(this::step, jittered, TimeUnit.MILLISECONDS);
    }

    private void step() {
        if (stopped || loop.isShuttingDown()) {
            return;
        }
        long now = System.nanoTime();
        owed = Math.min(perSecond, owed + perSecond * ((now - lastNanos) / 1e9)); // what is not needed is not saved up
        lastNanos = now;
        int granted = (int) owed;
        permits.set(granted);
        var unused = listeners
                .endSessionsOf(backend, Protocol.TCP, permits, TerminationCode.BACKEND_DOWN)
                .whenCompleteAsync((done, failure) -> settle(granted), loop);
    }

    private void settle(int granted) {
        owed -= granted - Math.max(0, permits.get());
        scheduleNext();
    }
}
