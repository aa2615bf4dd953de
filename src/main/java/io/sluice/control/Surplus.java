package io.sluice.control;

import io.sluice.pool.Backend;
import io.sluice.stats.OldSession;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rebalance has yet to do about one backend: never more than was planned, and never more than it has above its share. Used on
 * the control loop only.
 */
final class Surplus {

    private final Backend backend;
    private final Deque<OldSession> next = new ArrayDeque<>();
    private int planned;
    private int share;

    Surplus(Overfull planned) {
        this.backend = planned.backend();
        this.planned = planned.surplus();
        this.share = planned.share();
    }

    Backend backend() {
        return backend;
    }

    /**
     * Takes in what is so now.
     *
     * @param now null when it has no more than its share
     * @param oldest its sessions
     */
    void take(@Nullable Overfull now, List<OldSession> oldest) {
        next.clear();
        if (now != null) {
            share = now.share();
            oldest.stream().limit(Math.min(planned, now.surplus())).forEach(next::add);
        }
    }

    /** Forgets those that need not be ended any more because others have ended by themselves; call it before a round of polls. */
    void trim() {
        int surplus = backend.stats().active() - share;
        while (!next.isEmpty() && next.size() > surplus) {
            next.removeLast();
        }
    }

    /** The next session to end, or null when there is none that is known. */
    @Nullable
    OldSession poll() {
        OldSession session = next.poll();
        if (session != null) {
            planned--; // also if it ends by itself: there is one less all the same
        }
        return session;
    }

    boolean isKnown() {
        return !next.isEmpty();
    }
}
