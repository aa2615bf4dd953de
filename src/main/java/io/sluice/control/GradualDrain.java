package io.sluice.control;

import io.sluice.model.BackendState;
import io.sluice.pool.Backend;
import io.sluice.pool.Member;
import io.sluice.stats.OldSession;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Ends the sessions of a draining backend at a pace, the oldest first over all listeners, until it has none or drains no more. Which
 * are the oldest is known from a {@link RollCall}, and from then on by heart: those that begin later are younger. To end one is O(1).
 * Used on the control loop only.
 */
final class GradualDrain {

    private static final CompletableFuture<Void> NOTHING = CompletableFuture.completedFuture(null);

    private final PoolController pool;
    private final Backend backend;
    private final DrainPace pace;
    private final RollCall rollCall;
    private final MoveProgress progress;
    private final Pacing pacing;
    private final Runnable over;
    private final Deque<OldSession> oldest = new ArrayDeque<>();
    private boolean isOver;

    /** @param over run once when it has ended, whatever ended it */
    GradualDrain(PoolController pool, Backend backend, DrainPace pace, MoveMeans means, Runnable over) {
        this.pool = pool;
        this.backend = backend;
        this.pace = pace;
        this.rollCall = new RollCall(means, pace.perSecond(), pace.leastAge().toNanos());
        this.progress = new MoveProgress("drain", backend.pool(), backend.name(), means);
        this.pacing = means.pacing(pace.perSecond(), this::step);
        this.over = over;
    }

    void begin() {
        progress.begins(pace.words());
        pacing.begin();
    }

    /** Ends no more sessions. */
    void stop(String reason) {
        if (!isOver) {
            isOver = true;
            pacing.stop();
            progress.ends(reason);
            over.run();
        }
    }

    /** Stops if the backend drains no more. */
    void review() {
        String reason = reasonToStop();
        if (reason != null) {
            stop(reason);
        }
    }

    private @Nullable String reasonToStop() {
        Member now = pool.find(backend.name());
        if (pool.isClosed() || now == null || now.backend() != backend) {
            return "removed";
        }
        if (now.state() != BackendState.DRAINING) {
            return now.state().word();
        }
        return backend.stats().active() == 0 ? "empty" : null;
    }

    private CompletableFuture<Void> step(int most) {
        review();
        if (isOver) {
            return NOTHING;
        }
        if (oldest.size() >= most || !rollCall.isDue()) {
            return end(most);
        }
        return rollCall.look(List.of(backend)).thenCompose(census -> {
            oldest.clear();
            oldest.addAll(census.oldestFirst(backend));
            return isOver ? NOTHING : end(most);
        });
    }

    private CompletableFuture<Void> end(int most) {
        List<OldSession> next = new ArrayList<>();
        while (next.size() < most && !oldest.isEmpty()) {
            next.add(oldest.remove());
        }
        return next.isEmpty() ? NOTHING : progress.end(next);
    }
}
