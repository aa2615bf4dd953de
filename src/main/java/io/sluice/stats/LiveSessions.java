package io.sluice.stats;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The open sessions that somebody asked for, while all workers look for them: each session once, and no more than were asked for.
 * Thread-safe.
 */
public final class LiveSessions {

    private final SessionFilter filter;
    private final AtomicInteger room;
    private final Map<SessionId, LiveSession> found = new ConcurrentHashMap<>();
    private volatile boolean isCut;

    public LiveSessions(SessionFilter filter) {
        this.filter = filter;
        this.room = new AtomicInteger(filter.limit());
    }

    public SessionFilter filter() {
        return filter;
    }

    /** Adds one that the filter takes; false when there is no room for it, and looking further is in vain. */
    public boolean add(LiveSession session) {
        if (found.containsKey(session.id())) {
            return true; // it has changed places while it was looked for
        }
        if (room.getAndDecrement() <= 0) {
            isCut = true;
            return false;
        }
        found.put(session.id(), session);
        return true;
    }

    /** True when there are more than were asked for. */
    public boolean isCut() {
        return isCut;
    }

    /** The oldest first. */
    public List<LiveSession> sessions() {
        return found.values().stream()
                .sorted(Comparator.comparingLong(LiveSession::ageNanos).reversed())
                .toList();
    }
}
