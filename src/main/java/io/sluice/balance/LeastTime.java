package io.sluice.balance;

import io.sluice.model.Delay;
import io.sluice.model.Options;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * {@code least-time}: the member with the least delay x (sessions + 1) / weight, as nginx's {@code least_time}. The delay is the
 * moving average of live sessions, in classes of {@value #CLASS_MILLIS} ms, at most {@value #MOST_MILLIS}; it is halved for every
 * {@value #IDLE_SECONDS} s that no session has taught it, so that a member that was slow once is tried again.
 *
 * <p>Ties go by rotation, see {@link LeastLoaded}, where nginx runs its smooth round robin among the tied: that is state of each
 * worker there, and exact state of all workers would be a lock here. Corrected: nginx puts 5000 ms above 5001, and its second pass
 * compares with the best of the first by the wrong weight.
 *
 * <p>A member that has taught nothing yet is as good as the best while it is idle, and as bad as one second while it has sessions:
 * one session finds out, and not everyone (nginx: as good as the best until it has taught). Build and pick O(n).
 *
 * @param of what is timed
 */
public record LeastTime(Delay of) implements Scheduler {

    static final int CLASS_MILLIS = 20;
    static final int MOST_MILLIS = 5_000;
    static final int IDLE_SECONDS = 11;

    private static final int UNKNOWN_CLASS = 1_000 / CLASS_MILLIS;
    private static final long IDLE_MILLIS = TimeUnit.SECONDS.toMillis(IDLE_SECONDS);

    static LeastTime from(Options options) {
        return new LeastTime(Delay.of(options.oneOf("of", "connect", List.of("connect", "first-byte"))));
    }

    @Override
    public String name() {
        return "least-time";
    }

    @Override
    public Picker over(Candidates candidates, RandomGenerator random) {
        Eligible eligible = Eligible.ramped(candidates);
        if (eligible.isEmpty()) {
            return Eligible.NOBODY;
        }
        return new LeastLoaded(
                eligible, eligible::weight, new Waiting(candidates, of), random.nextInt(eligible.size()));
    }

    /** In classes, because nothing between two classes exists. */
    private record Waiting(Candidates candidates, Delay of) implements LeastLoaded.Load {

        @Override
        public long nowNanos() {
            return candidates.nowNanos();
        }

        @Override
        public long of(int index, long nowNanos) {
            int sessions = candidates.sessions(index);
            int average = candidates.averageMillis(index, of);
            if (average < 0) {
                return (sessions == 0 ? 1 : UNKNOWN_CLASS) * (sessions + 1L);
            }
            long age = average < CLASS_MILLIS ? 0 : candidates.averageAgeMillis(index, of, nowNanos);
            return classOf(average, age) * (sessions + 1L);
        }
    }

    /** 1 for up to a class of milliseconds, 250 for the longest. */
    static long classOf(int averageMillis, long ageMillis) {
        long halvings = Math.min(ageMillis / IDLE_MILLIS, Integer.SIZE - 1);
        long millis = Math.min((long) averageMillis >> halvings, MOST_MILLIS - 1);
        return millis / CLASS_MILLIS + 1;
    }
}
