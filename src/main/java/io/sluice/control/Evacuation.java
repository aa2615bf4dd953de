package io.sluice.control;

import io.sluice.model.Protocol;
import io.sluice.model.TerminationCode;
import io.sluice.pool.Backend;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * Closes the TCP sessions of a failed backend little by little, see {@link Pacing}, so that their clients do not come back all at
 * once. UDP sessions need no such thing: they move at their next datagram. Runs on the control loop until {@link #stop}: sessions
 * that were being connected when the backend failed are closed as they appear.
 */
final class Evacuation {

    private final ListenerSet listeners;
    private final Backend backend;
    private final Pacing pacing;

    /** @param perSecond sessions over all listeners */
    Evacuation(Agenda agenda, ListenerSet listeners, Backend backend, int perSecond, RandomGenerator random) {
        this.listeners = listeners;
        this.backend = backend;
        this.pacing = new Pacing(agenda, perSecond, random, this::close);
    }

    void begin() {
        pacing.begin();
    }

    void stop() {
        pacing.stop();
    }

    private CompletableFuture<Void> close(int most) {
        return backend.stats().active() == 0
                ? CompletableFuture.completedFuture(null)
                : listeners.endSessionsOf(backend, Protocol.TCP, new AtomicInteger(most), TerminationCode.BACKEND_DOWN);
    }
}
