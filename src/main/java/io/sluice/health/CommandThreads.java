package io.sluice.health;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that start and kill commands, and how many commands may run at once. They are the process's own, not a check's: the
 * bound protects the machine, and idle threads end by themselves. Thread-safe.
 */
final class CommandThreads {

    /** At once in the whole process; beyond that a probe says that it could not be made. */
    static final int MOST_RUNS = 64;

    private static final int THREADS = 4;
    private static final long IDLE_SECONDS = 1;

    private static final Semaphore RUNS = new Semaphore(MOST_RUNS);
    private static final ThreadPoolExecutor EXECUTOR = executor();

    private CommandThreads() {}

    private static ThreadPoolExecutor executor() {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(), // no longer than twice the runs
                new DefaultThreadFactory("sluice-commands", true));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** Takes a place; {@link #ran} gives it back. */
    static boolean tryRun() {
        return RUNS.tryAcquire();
    }

    static void ran() {
        RUNS.release();
    }

    static void execute(Runnable task) {
        EXECUTOR.execute(task);
    }
}
