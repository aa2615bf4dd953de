package io.sluice.admin;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How often each source has shown a wrong token in this second. A source that did so {@value #MOST} times is heard no more until
 * the second is over, not even with the right token: else the limit would not slow down who guesses. Bounded: past
 * {@value #MOST_SOURCES} sources in one second the others share one count. Not thread-safe; on the admin loop.
 */
final class Failures {

    static final int MOST = 5;

    private static final int MOST_SOURCES = 1_024;
    private static final String OTHERS = "others";
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanoTime;
    private final Map<String, Integer> counts = new HashMap<>();
    private long windowStart;

    Failures(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.windowStart = nanoTime.getAsLong();
    }

    boolean isBlocked(String source) {
        turn();
        return counts.getOrDefault(key(source), 0) >= MOST;
    }

    /** One more. True when it is the one that blocks the source. */
    boolean count(String source) {
        turn();
        return counts.merge(key(source), 1, Integer::sum) == MOST;
    }

    private String key(String source) {
        return counts.containsKey(source) || counts.size() < MOST_SOURCES ? source : OTHERS;
    }

    private void turn() {
        long now = nanoTime.getAsLong();
        if (now - windowStart >= WINDOW_NANOS) {
            windowStart = now;
            counts.clear();
        }
    }
}
