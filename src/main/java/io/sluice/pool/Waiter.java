package io.sluice.pool;

import io.sluice.model.Flow;
import io.sluice.stats.QueueEnd;
import io.sluice.stats.QueueStats;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One session that waits for a place. Its own worker joins it to a line, lets it leave and takes what it was granted; any thread
 * grants. Granting and leaving exclude each other by one compare-and-set, so a place is never lost between them: who leaves too
 * late has been granted a place, and gives it back.
 *
 * <pre>
 * WAITING ──grant──▶ GRANTED ──take──▶ (the session's)
 *    └─────leave───▶ LEFT
 * </pre>
 */
public final class Waiter {

    private enum State {
        WAITING,
        GRANTED,
        LEFT
    }

    private final Pool asked;
    private final Flow flow;
    private final Tried tried;
    private final Executor worker;
    private final Runnable turn;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final long sinceNanos = System.nanoTime();
    private @Nullable Backend granted;

    /**
     * A session that will wait.
     *
     * @param asked the pool that the session came to, which may have passed it on to its fallback
     * @param tried the backends that it must not get
     * @param worker runs {@code turn} when the session's turn has come; then {@link #take} tells the place
     */
    public Waiter(Pool asked, Flow flow, Tried tried, Executor worker, Runnable turn) {
        this.asked = asked;
        this.flow = flow;
        this.tried = tried;
        this.worker = worker;
        this.turn = turn;
    }

    /** The place that was granted, once: whoever takes it owes it one {@link Backend#release}. On its worker. */
    public @Nullable Backend take() {
        if (state.get() != State.GRANTED) {
            return null;
        }
        Backend taken = granted;
        granted = null;
        return taken;
    }

    /** True while it has neither been granted a place nor left. */
    public boolean isWaiting() {
        return state.get() == State.WAITING;
    }

    /** It has not been let into the line, so it can neither be granted a place nor leave. */
    void refused() {
        state.set(State.LEFT);
    }

    /** Stops waiting; false when its turn has come already. */
    boolean leave(QueueStats stats, QueueEnd how) {
        if (!state.compareAndSet(State.WAITING, State.LEFT)) {
            return false;
        }
        stats.ended(how, System.nanoTime() - sinceNanos);
        return true;
    }

    /** Gives it a counted place, or none when it shall ask anew; false when it has left. Called by one thread at a time. */
    boolean grant(QueueStats stats, @Nullable Backend place) {
        granted = place;
        if (!state.compareAndSet(State.WAITING, State.GRANTED)) {
            return false;
        }
        stats.ended(place == null ? QueueEnd.MOVED : QueueEnd.SERVED, System.nanoTime() - sinceNanos);
        worker.execute(turn);
        return true;
    }

    Pool asked() {
        return asked;
    }

    Flow flow() {
        return flow;
    }

    Tried tried() {
        return tried;
    }
}
