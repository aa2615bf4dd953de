package io.sluice.cli;

import java.util.List;
import java.util.Locale;

/**
 * Times as a line of blocks, the oldest first: {@code ▂▂▁▃×█}. The full block is the longest time of the line, or twice the mean
 * if that is more, so that a steady line stays in the middle and noise does not look like a mountain. A failure is a cross. Pure.
 */
final class Blocks {

    static final char FAILURE = '×';

    private static final String LEVELS = "▁▂▃▄▅▆▇█";

    private final List<Double> shown;

    /** @param newestFirst milliseconds, NaN for a failure */
    private Blocks(List<Double> newestFirst, int most) {
        this.shown = newestFirst.subList(0, Math.min(most, newestFirst.size()));
    }

    /** At most so many of the newest. */
    static String of(List<Double> newestFirst, int most) {
        return new Blocks(newestFirst, most).line();
    }

    /** What the full block of the same line stands for, in milliseconds; 0 when no time is known. */
    static double top(List<Double> newestFirst, int most) {
        return new Blocks(newestFirst, most).top();
    }

    private double top() {
        double longest = 0;
        double sum = 0;
        int count = 0;
        for (double time : shown) {
            if (!Double.isNaN(time)) {
                longest = Math.max(longest, time);
                sum += time;
                count++;
            }
        }
        return count == 0 ? 0 : Math.max(longest, 2 * sum / count);
    }

    private String line() {
        double top = top();
        StringBuilder line = new StringBuilder();
        for (int age = shown.size() - 1; age >= 0; age--) {
            double time = shown.get(age);
            line.append(Double.isNaN(time) ? FAILURE : block(time, top));
        }
        return line.toString();
    }

    private static char block(double time, double top) {
        int last = LEVELS.length() - 1;
        int level = top <= 0 ? 0 : (int) Math.ceil(time / top * LEVELS.length()) - 1;
        return LEVELS.charAt(Math.max(0, Math.min(last, level)));
    }

    /** What the line's heights mean, in words. */
    static String legend(double top) {
        return String.format(Locale.ROOT, "old to new, %c failed, █ %s", FAILURE, Numbers.millis(top));
    }
}
