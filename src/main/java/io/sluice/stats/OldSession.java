package io.sluice.stats;

import java.util.concurrent.CompletableFuture;

/**
 * An open session as it is remembered to be ended later. It holds its session in memory, so it is not to be kept for long.
 *
 * @param startNanos when it began, by {@link System#nanoTime}
 */
public record OldSession(SessionId id, long startNanos, Ending ending) {

    /** How it is ended. */
    @FunctionalInterface
    public interface Ending {

        /**
         * Ends the session with the code KD, unless it has ended or is with another backend by now. Any thread; O(1).
         *
         * @return whether it has, completed on the session's worker
         */
        CompletableFuture<Boolean> end();
    }
}
