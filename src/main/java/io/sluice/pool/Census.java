package io.sluice.pool;

import io.sluice.stats.OldSession;
import io.sluice.stats.OldestSessions;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which sessions some backends have, past connecting, while all workers look for them: how many each, and the oldest of each. Filled
 * by a visit of every open session of the process, some in each turn of a worker's loop. Thread-safe.
 */
public final class Census {

    private final Map<Backend, OldestSessions> sessions = new HashMap<>();

    /**
     * @param backends whose sessions are wanted
     * @param most how many of each backend are remembered
     * @param latestStartNanos those that began after this moment are counted and not remembered
     */
    public Census(Collection<Backend> backends, int most, long latestStartNanos) {
        backends.forEach(backend -> sessions.put(backend, new OldestSessions(most, latestStartNanos)));
    }

    /** Counts a session of this backend; true if it may be one of the oldest, and should be {@link #add}ed. */
    public boolean counts(Backend backend, long startNanos) {
        OldestSessions its = sessions.get(backend);
        return its != null && its.counts(startNanos);
    }

    /** Remembers a session of this backend, if it is one of the oldest. */
    public void add(Backend backend, OldSession session) {
        OldestSessions its = sessions.get(backend);
        if (its != null) {
            its.add(session);
        }
    }

    /** How many sessions the backend has; 0 when nobody has asked. */
    public int count(Backend backend) {
        OldestSessions its = sessions.get(backend);
        return its == null ? 0 : its.count();
    }

    /** The oldest sessions of the backend. */
    public List<OldSession> oldestFirst(Backend backend) {
        OldestSessions its = sessions.get(backend);
        return its == null ? List.of() : its.oldestFirst();
    }
}
