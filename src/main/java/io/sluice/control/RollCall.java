package io.sluice.control;

import io.sluice.pool.Backend;
import io.sluice.pool.Census;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Looks at all open sessions of the process now and then. One look costs a visit of each of them, whichever backend they are on, so
 * there are four in a second at most, and each remembers as many sessions as are ended in a second or a little more: about one look a
 * second while there is something to end. That bounds what can be ended to {@value #MOST} a look. Used on the control loop only.
 */
final class RollCall {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final int LEAST = 64;
    private static final int MOST = 20_000;

    private final MoveMeans means;
    private final long leastAgeNanos;
    private final int remembered;
    private long nextNanos;

    /**
     * @param perSecond how many sessions are ended, at most
     * @param leastAgeNanos younger ones are counted and not remembered
     */
    RollCall(MoveMeans means, int perSecond, long leastAgeNanos) {
        this.means = means;
        this.leastAgeNanos = leastAgeNanos;
        this.remembered = Math.max(LEAST, Math.min(MOST, perSecond + perSecond / 4));
        this.nextNanos = means.agenda().nanoTime();
    }

    /** False while the last look is too recent. */
    boolean isDue() {
        return means.agenda().nanoTime() - nextNanos >= 0;
    }

    /** Looks at the sessions of these backends; completes on the control loop. */
    CompletableFuture<Census> look(Collection<Backend> backends) {
        long now = means.agenda().nanoTime();
        nextNanos = now + PAUSE_NANOS;
        Census census = new Census(backends, remembered, now - leastAgeNanos);
        return means.look().apply(census).thenApplyAsync(done -> census, means.agenda()::soon);
    }
}
