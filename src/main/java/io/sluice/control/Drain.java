package io.sluice.control;

import io.netty.util.concurrent.EventExecutor;
import io.sluice.model.TerminationCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deadline-bound goodbye of the process: no new client, open sessions may end by themselves, what is left at the deadline is
 * cut. Runs on the control loop.
 */
final class Drain {

    private static final long LOOK_MILLIS = 20;
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

    private final EventExecutor control;
    private final ListenerSet listeners;
    private final long deadlineNanos;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    Drain(EventExecutor control, ListenerSet listeners, Duration limit) {
        this.control = control;
        this.listeners = listeners;
        this.deadlineNanos = System.nanoTime() + limit.toNanos();
    }

    /** Completes when the last session has ended, by itself or not. */
    CompletableFuture<Void> begin() {
        var unused = listeners.stopAccepting().whenCompleteAsync((stopped, failure) -> look(), control);
        LOG.info("draining sessions={}", listeners.sessions());
        return done;
    }

    private void look() {
        long left = listeners.sessions();
        if (left == 0 || System.nanoTime() >= deadlineNanos) {
            cut(left);
            return;
        }
        var unused = control.schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void cut(long left) {
        if (left > 0) {
            LOG.warn("drain_timeout reached, closing sessions={}", left);
        }
        var unused = listeners.cut(TerminationCode.SHUTDOWN).whenComplete((cut, failure) -> done.complete(null));
    }
}
