package io.sluice.health;

import io.netty.util.concurrent.Future;
import io.sluice.model.ProbeResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One question that is asked over and over, and who wants to know. At most one attempt of it is in flight. On the health loop. */
final class Inquiry {

    private final Question question;
    private final List<Watching> watchers = new ArrayList<>();
    private @Nullable Future<?> timer;
    private @Nullable Attempt attempt;
    private long dueNanos;
    private boolean hasBegun;
    private long beganNanos;

    Inquiry(Question question) {
        this.question = question;
    }

    Question question() {
        return question;
    }

    void add(Watching watching) {
        watchers.add(watching);
    }

    void remove(Watching watching) {
        watchers.remove(watching);
    }

    boolean isUnwatched() {
        return watchers.isEmpty();
    }

    void tell(ProbeResult result) {
        for (Watching watching : List.copyOf(watchers)) { // whoever hears may end its watching
            watching.tell(result);
        }
    }

    /** From one start to the next, as the one in the greatest hurry wants it. */
    long intervalNanos() {
        boolean isFast = watchers.stream().anyMatch(watching -> watching.pace() == Pace.FAST);
        return question.timing().nanos(isFast ? Pace.FAST : Pace.NORMAL);
    }

    void scheduled(Future<?> next, long nanos) {
        timer = next;
        dueNanos = nanos;
    }

    /** True while it waits for its time: not in flight, and not in the queue of those whose time has come. */
    boolean isScheduled() {
        return timer != null;
    }

    boolean hasBegun() {
        return hasBegun;
    }

    long dueNanos() {
        return dueNanos;
    }

    long beganNanos() {
        return beganNanos;
    }

    void isDue() {
        timer = null;
    }

    void begins(long nowNanos) {
        hasBegun = true;
        beganNanos = nowNanos;
    }

    void inFlight(Attempt begun) {
        attempt = begun;
    }

    void answered() {
        attempt = null;
    }

    /** Drops what is under way; true when an attempt was in flight. */
    boolean cancel() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        Attempt flying = attempt;
        attempt = null;
        if (flying != null) {
            flying.cancel();
        }
        return flying != null;
    }
}
