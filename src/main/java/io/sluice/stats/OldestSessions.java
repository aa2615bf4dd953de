package io.sluice.stats;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The oldest of many sessions while all workers show theirs, and how many there are in all. Thread-safe. A session that is not among
 * the oldest costs one volatile read once there are enough; one that is costs a lock and O(log most).
 */
public final class OldestSessions {

    /** By differences: the clock may pass from the greatest long to the least. */
    private static final Comparator<OldSession> YOUNGEST_FIRST =
            (one, other) -> Long.compare(other.startNanos() - one.startNanos(), 0);

    private final int most;
    private final AtomicInteger count = new AtomicInteger();
    private final PriorityQueue<OldSession> oldest = new PriorityQueue<>(YOUNGEST_FIRST);
    private final Set<SessionId> ids = new HashSet<>();
    private volatile long latestStartNanos;

    /**
     * @param most how many are remembered, at least 1
     * @param latestStartNanos those that began after this moment are counted and not remembered
     */
    public OldestSessions(int most, long latestStartNanos) {
        this.most = most;
        this.latestStartNanos = latestStartNanos;
    }

    /** Counts a session; true if it may be one of the oldest, and should be {@link #add}ed. */
    public boolean counts(long startNanos) {
        count.incrementAndGet();
        return isOldEnough(startNanos);
    }

    private boolean isOldEnough(long startNanos) {
        return startNanos - latestStartNanos <= 0;
    }

    /** Remembers a session, if there is still room for one of its age. The same session is remembered once. */
    public synchronized void add(OldSession session) {
        if (!isOldEnough(session.startNanos()) || !ids.add(session.id())) {
            return;
        }
        oldest.add(session);
        if (oldest.size() > most) {
            ids.remove(oldest.remove().id());
        }
        if (oldest.size() == most) {
            latestStartNanos = oldest.element().startNanos();
        }
    }

    /** How many were counted. One that changed places while it was looked for may be counted twice. */
    public int count() {
        return count.get();
    }

    /** Those that are remembered. */
    public synchronized List<OldSession> oldestFirst() {
        return oldest.stream().sorted(YOUNGEST_FIRST.reversed()).toList();
    }
}
