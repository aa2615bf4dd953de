package io.sluice.balance;

import io.sluice.model.Delay;
import io.sluice.model.Options;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * {@code p2c-ewma}: of two different members, drawn as {@link PowerOfTwo} draws them, the one with the lesser peak EWMA x (sessions
 * + 1) / weight (Finagle's {@code PeakEwma.scala}, linkerd). The average follows a delay of live sessions: a worse one at once, a
 * better one within the time constant; and it sinks while nobody comes, so that a member that is avoided is tried again.
 *
 * <p>A member that has taught nothing yet is as good as the best while it is idle, and as bad as one second while it has sessions,
 * so that one session finds out and not everyone; Finagle does the same with a penalty. A member that refuses quickly teaches
 * nothing: sessions that fail are for the health check to judge. Build O(n), pick O(1), two exponentials.
 *
 * @param of what is timed
 * @param tauNanos the time constant of the average
 */
public record PeakPowerOfTwo(Delay of, long tauNanos) implements Scheduler {

    private static final double IDLE_UNKNOWN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final double BUSY_UNKNOWN_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration DEFAULT_TAU = Duration.ofNanos(DEFAULT_TAU_NANOS);
    private static final Duration LEAST_TAU = Duration.ofMillis(100);
    private static final Duration MOST_TAU = Duration.ofHours(1);

    static PeakPowerOfTwo from(Options options) {
        Delay of = Delay.of(options.oneOf("of", "connect", List.of("connect", "first-byte")));
        Duration tau = options.duration("tau", DEFAULT_TAU, LEAST_TAU, MOST_TAU);
        return new PeakPowerOfTwo(of, tau.toNanos());
    }

    @Override
    public String name() {
        return "p2c-ewma";
    }

    @Override
    public Picker over(Candidates candidates, RandomGenerator random) {
        Eligible eligible = Eligible.ramped(candidates);
        if (eligible.isEmpty()) {
            return Eligible.NOBODY;
        }
        return new TwoDraws(
                eligible,
                new Shares(eligible.weights()),
                new Cost(candidates, eligible.weightsByIndex(candidates.size()), of));
    }

    private static final class Cost implements TwoDraws.Comparison {

        private final Candidates candidates;
        private final int[] weights;
        private final Delay of;

        Cost(Candidates candidates, int[] weights, Delay of) {
            this.candidates = candidates;
            this.weights = weights;
            this.of = of;
        }

        @Override
        public boolean isCheaper(int one, int other) {
            long now = candidates.nowNanos();
            return cost(one, now) < cost(other, now);
        }

        private double cost(int index, long nowNanos) {
            int sessions = candidates.sessions(index);
            double peak = candidates.peakNanos(index, of, nowNanos);
            if (peak == 0) {
                peak = sessions == 0 ? IDLE_UNKNOWN_NANOS : BUSY_UNKNOWN_NANOS;
            }
            return peak * (sessions + 1.0) / weights[index];
        }
    }
}
