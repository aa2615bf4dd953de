package io.sluice.control;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A control loop whose time is set by the test. */
final class ManualAgenda implements Agenda {

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<Timer> timers = new ArrayList<>();
    private long nanos = 1_000;
    private int passed;

    @Override
    public void soon(Runnable task) {
        tasks.add(task);
    }

    @Override
    public void in(long delay, Runnable task) {
        timers.add(new Timer(nanos + delay, task));
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    /** Ends this turn of the loop; says how many tasks it had. */
    int turn() {
        int count = 0;
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
            count++;
        }
        return count;
    }

    /** Lets time pass, with whatever is due in it. */
    void pass(long millis) {
        long end = nanos + TimeUnit.MILLISECONDS.toNanos(millis);
        turn();
        for (Timer next = next(); next != null && next.due <= end; next = next()) {
            timers.remove(next);
            nanos = next.due;
            passed++;
            next.task.run();
            turn();
        }
        nanos = end;
    }

    /** Timers that are set. */
    int timers() {
        return timers.size();
    }

    /** Timers whose time has come so far. */
    int passed() {
        return passed;
    }

    boolean isIdle() {
        return tasks.isEmpty() && timers.isEmpty();
    }

    private @Nullable Timer next() {
        return timers.stream().min(Comparator.comparingLong(timer -> timer.due)).orElse(null);
    }

    private record Timer(long due, Runnable task) {}
}
