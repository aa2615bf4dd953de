package io.sluice.cli;

import java.util.Locale;

/** Numbers as people read them in a narrow column: at most seven characters below an exabyte. Pure. */
final class Numbers {

    private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final String[] COUNT_UNITS = {"", "k", "M", "G", "T", "P", "E"};
    private static final long EXACT_BELOW = 100_000;

    private Numbers() {}

    /** {@code 512B}, {@code 1.5KiB}, {@code 345MiB}: units of 1024. */
    static String bytes(long bytes) {
        return scaled((double) bytes, 1_024, BYTE_UNITS);
    }

    /** {@code 99999}, {@code 100k}, {@code 1.2M}: exact as long as it is short, then units of 1000. */
    static String count(long count) {
        return count < EXACT_BELOW ? Long.toString(count) : scaled((double) count, 1_000, COUNT_UNITS);
    }

    /** {@code 0.5}, {@code 120}, {@code 1.2M}: a rate per second. */
    static String rate(double perSecond) {
        return scaled(perSecond, 1_000, COUNT_UNITS);
    }

    /** {@code 0.41ms}, {@code 4.1ms}, {@code 41ms}, {@code 1.5s}; empty for a time that nobody measured. */
    static String millis(double millis) {
        if (Double.isNaN(millis)) {
            return "";
        }
        String form = millis < 0.995 ? "%.2fms" : millis < 9.95 ? "%.1fms" : millis < 999.5 ? "%.0fms" : "%.1fs";
        return String.format(Locale.ROOT, form, millis < 999.5 ? millis : millis / 1_000);
    }

    private static String scaled(double number, int step, String[] units) {
        double value = number;
        int unit = 0;
        while (Math.round(value) >= step && unit < units.length - 1) {
            value /= step;
            unit++;
        }
        boolean isShort = value < 9.95 && (unit > 0 || value != Math.rint(value));
        return String.format(Locale.ROOT, isShort ? "%.1f%s" : "%.0f%s", value, units[unit]);
    }
}
