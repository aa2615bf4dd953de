package io.sluice.control;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Has something done little by little: no more often than so many times a second, and at slightly uneven intervals, so that what
 * follows from it does not come in step. What was allowed and not needed is not made up for later. Used on the control loop only.
 */
final class Pacing {

    /** What is done. */
    @FunctionalInterface
    interface Task {

        /**
         * Does it.
         *
         * @param most how often, at most
         * @return completed on any thread once that is done; the next time comes after it
         */
        CompletableFuture<?> upTo(int most);
    }

    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Agenda agenda;
    private final int perSecond;
    private final RandomGenerator random;
    private final Task task;
    private double owed;
    private long lastNanos;
    private boolean isStopped;

    Pacing(Agenda agenda, int perSecond, RandomGenerator random, Task task) {
        this.agenda = agenda;
        this.perSecond = perSecond;
        this.random = random;
        this.task = task;
    }

    void begin() {
        lastNanos = agenda.nanoTime();
        scheduleNext();
    }

    /** What is under way is still done. */
    void stop() {
        isStopped = true;
    }

    private void scheduleNext() {
        agenda.in(random.nextLong(STEP_NANOS / 2, STEP_NANOS * 3 / 2), this::step);
    }

    private void step() {
        if (isStopped) {
            return;
        }
        long now = agenda.nanoTime();
        double earned = perSecond * ((now - lastNanos) / 1e9);
        owed = Math.min(perSecond, owed + earned); // a loop that was held up does not catch up with more than a second
        lastNanos = now;
        int granted = (int) owed;
        if (granted == 0) {
            scheduleNext();
            return;
        }
        owed -= granted;
        var unused = task.upTo(granted).whenCompleteAsync((done, failure) -> scheduleNext(), agenda::soon);
    }
}
