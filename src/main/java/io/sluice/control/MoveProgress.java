package io.sluice.control;

import io.sluice.control.Happening.Kind;
import io.sluice.stats.OldSession;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one gradual drain, or one rebalance, has come to: ends its sessions, counts them, and tells of the beginning and the end. Used
 * on the control loop only.
 */
final class MoveProgress {

    private static final Logger LOG = LoggerFactory.getLogger(MoveProgress.class);

    private final String what;
    private final String pool;
    private final @Nullable String backend;
    private final MoveMeans means;
    private int ended;
    private int underWay;

    /**
     * @param what one word
     * @param backend null where it is about several
     */
    MoveProgress(String what, String pool, @Nullable String backend, MoveMeans means) {
        this.what = what;
        this.pool = pool;
        this.backend = backend;
        this.means = means;
    }

    void begins(String words) {
        LOG.info("{} {} begins: {}", place(), what, words);
        tell(null, what, "command", words);
    }

    /** Ends these; completes on the control loop once they are, or had ended by themselves. */
    CompletableFuture<Void> end(List<OldSession> sessions) {
        underWay += sessions.size();
        List<CompletableFuture<Boolean>> endings =
                sessions.stream().map(session -> session.ending().end()).toList();
        return CompletableFuture.allOf(endings.toArray(CompletableFuture[]::new))
                .thenRunAsync(
                        () -> {
                            underWay -= endings.size();
                            ended += (int) endings.stream()
                                    .map(CompletableFuture::join)
                                    .filter(isDone -> isDone)
                                    .count();
                        },
                        means.agenda()::soon);
    }

    /** @param reason one word in snake_case */
    void ends(String reason) {
        String words = "ended " + (ended + underWay) + " sessions";
        LOG.info("{} {} is over: reason={}, {}", place(), what, reason, words);
        tell(what, null, reason, words);
    }

    private String place() {
        return backend == null ? "pool=" + pool : "pool=" + pool + " backend=" + backend;
    }

    private void tell(@Nullable String from, @Nullable String to, String reason, String words) {
        means.events().accept(new Happening(Kind.MOVING, pool, backend, from, to, reason, words));
    }
}
