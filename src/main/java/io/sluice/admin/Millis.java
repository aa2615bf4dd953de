package io.sluice.admin;

/** Times as the API writes them: milliseconds with fractions. Pure. */
final class Millis {

    private static final double NANOS = 1e6;

    private Millis() {}

    static double of(long nanos) {
        return nanos / NANOS;
    }
}
