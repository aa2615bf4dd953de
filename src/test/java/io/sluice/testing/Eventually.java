package io.sluice.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what becomes true on another thread: looks every few milliseconds, up to a deadline. */
public final class Eventually {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private Eventually() {}

    /** Waits up to five seconds. */
    public static void isTrue(String what, BooleanSupplier condition) {
        isTrueWithin(PATIENCE, what, condition);
    }

    public static void isTrueWithin(Duration limit, String what, BooleanSupplier condition) {
        if (!becomesTrue(limit, condition)) {
            throw new AssertionError("not within " + limit.toMillis() + " ms: " + what);
        }
    }

    /** Waits up to five seconds for this value. */
    public static <T> void equal(String what, T expected, Supplier<T> actual) {
        if (!becomesTrue(PATIENCE, () -> actual.get().equals(expected))) {
            throw new AssertionError(what + ": " + actual.get() + " (expected: " + expected + ")");
        }
    }

    /** True as soon as the condition is, false when it has not been for that long. */
    public static boolean becomesTrue(Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return condition.getAsBoolean();
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return true;
    }

    /** True if the condition held every time it was looked at for that long. */
    public static boolean staysTrue(Duration time, BooleanSupplier condition) {
        return !becomesTrue(time, () -> !condition.getAsBoolean());
    }

    /** Runs what may throw; any exception is a failure of the test. */
    public static <T> T calling(Callable<T> action) {
        try {
            return action.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
