package io.sluice.health;

/**
 * Results in a row, and what they make of a backend: failed after {@code fall} failures, no longer failed after {@code rise}
 * successes. One that was never asked is unknown until its first success or its {@code fall}th failure. Immutable.
 *
 * @param length results of the last kind in a row
 */
record Streak(Standing standing, boolean isOfFailures, int length) {

    /** Nothing is known. */
    static final Streak NONE = new Streak(Standing.UNKNOWN, false, 0);

    /** What the results make of a backend. */
    enum Standing {
        UNKNOWN,
        FAILED,
        UP
    }

    Streak succeeded(int rise) {
        int next = isOfFailures ? 1 : capped(length);
        boolean isUp = standing != Standing.FAILED || next >= rise;
        return new Streak(isUp ? Standing.UP : standing, false, next);
    }

    Streak failed(int fall) {
        int next = isOfFailures ? capped(length) : 1;
        return new Streak(next >= fall ? Standing.FAILED : standing, true, next);
    }

    /** One more; a streak may last for years. */
    private int capped(int before) {
        return Math.min(Integer.MAX_VALUE - 1, before) + 1;
    }

    boolean isFailed() {
        return standing == Standing.FAILED;
    }

    /** True while the last results say other than the standing: it may change with the next one. */
    boolean isTurning() {
        return switch (standing) {
            case FAILED -> !isOfFailures && length > 0;
            case UP -> isOfFailures;
            case UNKNOWN -> length > 0;
        };
    }
}
