package io.sluice.balance;

import java.util.stream.IntStream;

/** Weights in least terms. Stateless; each method is O(n). */
final class Proportions {

    private Proportions() {}

    /** Divided by the greatest common divisor, and scaled down where the sum is still greater than {@code most}. */
    static int[] bounded(int[] weights, int most) {
        int[] least = reduced(weights);
        int[] scaled = scaled(least, most);
        return scaled == least ? least : reduced(scaled);
    }

    /** Scaled down to this sum where it is greater: rounded, but never to 0, so the sum may still be greater by one per weight. */
    static int[] scaled(int[] weights, int most) {
        long sum = IntStream.of(weights).asLongStream().sum();
        if (sum <= most) {
            return weights;
        }
        return IntStream.of(weights)
                .map(weight -> (int) Math.max(1, ((long) weight * most + sum / 2) / sum))
                .toArray();
    }

    private static int[] reduced(int[] weights) {
        int divisor = IntStream.of(weights).reduce(0, Proportions::greatestCommonDivisor);
        return IntStream.of(weights).map(weight -> weight / divisor).toArray();
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
