package io.sluice.stats;

/**
 * A value of 32 bits, not negative, and the millisecond it is of, in one long: so both change in one atomic step. Milliseconds
 * count from any origin and come round after 49 days; a value older than that seems young once more.
 */
final class Stamped {

    /** No value yet. */
    static final long NONE = -1;

    /** Another thread's clock may have been read this much later than ours. */
    private static final long RACE_MILLIS = 1 << 20;

    private static final long ROUND_MILLIS = 1L << 32;

    private Stamped() {}

    static long of(int value, int millis) {
        return (long) value << 32 | Integer.toUnsignedLong(millis);
    }

    static int value(long stamped) {
        return (int) (stamped >>> 32);
    }

    /** Milliseconds since the value was stamped, 0 if that was after {@code nowMillis}. */
    static long ageMillis(long stamped, int nowMillis) {
        long age = Integer.toUnsignedLong(nowMillis - (int) stamped);
        return age > ROUND_MILLIS - RACE_MILLIS ? 0 : age;
    }
}
