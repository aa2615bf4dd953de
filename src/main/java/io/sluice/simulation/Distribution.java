package io.sluice.simulation;

import java.time.Duration;

/**
 * How a time is distributed, as its quantile function: every session asks with one uniform number, so two schedulers under one scenario
 * meet exactly the same times. Logarithms and powers are StrictMath's: a seed gives the same run on every machine. Immutable.
 */
public sealed interface Distribution {

    /** The time that this share of all times, 0 to below 1, stays below; in nanoseconds. */
    long nanos(double uniform);

    /** Nothing at all. */
    Distribution NONE = new Constant(Duration.ZERO);

    /** Always the same. */
    record Constant(Duration value) implements Distribution {

        @Override
        public long nanos(double uniform) {
            return value.toNanos();
        }
    }

    /** Without memory: as gaps between arrivals it makes them a Poisson process. */
    record Exponential(Duration mean) implements Distribution {

        @Override
        public long nanos(double uniform) {
            return (long) (-StrictMath.log(1 - uniform) * mean.toNanos());
        }
    }

    /**
     * Heavy-tailed (Pareto): most are little above the least, a few are enormous.
     *
     * @param shape above 1, so that there is a mean: least x shape / (shape - 1); up to 2 the variance is infinite
     * @param most where the tail is cut off
     */
    record HeavyTailed(Duration least, double shape, Duration most) implements Distribution {

        @Override
        public long nanos(double uniform) {
            double value = least.toNanos() * StrictMath.pow(1 - uniform, -1 / shape);
            return Math.min((long) value, most.toNanos());
        }
    }
}
