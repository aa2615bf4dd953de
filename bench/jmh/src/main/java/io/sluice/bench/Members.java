package io.sluice.bench;

import io.sluice.balance.Admission;
import io.sluice.balance.Candidates;
import io.sluice.balance.SplitMix64;
import io.sluice.model.Delay;
import io.sluice.stats.BackendStats;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * A pool of members that hold a few sessions each, with weights from 1 to 8, laid out as the daemon's: one object per member, with a
 * counter and the delays of connects behind it. Nobody is full; whether one is, is asked all the same.
 */
final class Members implements Candidates, Admission {

    private static final int HEAVIEST = 8;
    private static final int MOST_SESSIONS = 32;
    private static final int SLOWEST_MILLIS = 500;
    private static final int LIMIT = 1_000;

    private final Member[] members;

    Members(int size, long seed) {
        RandomGenerator random = new SplitMix64(seed);
        members = new Member[size];
        for (int i = 0; i < size; i++) {
            String name = "10.0." + (i >> 8) + "." + (i & 0xFF) + ":80";
            AtomicInteger sessions = new AtomicInteger(random.nextInt(MOST_SESSIONS));
            BackendStats taught = new BackendStats();
            taught.connected(TimeUnit.MILLISECONDS.toNanos(1 + random.nextInt(SLOWEST_MILLIS)));
            members[i] = new Member(name, 1 + random.nextInt(HEAVIEST), sessions, taught);
        }
    }

    @Override
    public boolean admits(int index) {
        return members[index].sessions.get() < LIMIT;
    }

    @Override
    public int size() {
        return members.length;
    }

    @Override
    public boolean isCandidate(int index) {
        return true;
    }

    @Override
    public int weight(int index) {
        return members[index].weight;
    }

    @Override
    public int sessions(int index) {
        return members[index].sessions.get();
    }

    @Override
    public String name(int index) {
        return members[index].name;
    }

    @Override
    public long peakNanos(int index, Delay of, long nowNanos) {
        return members[index].taught.delay(of).peakNanos(nowNanos);
    }

    @Override
    public int averageMillis(int index, Delay of) {
        return members[index].taught.delay(of).averageMillis();
    }

    @Override
    public long averageAgeMillis(int index, Delay of, long nowNanos) {
        return members[index].taught.delay(of).ageMillis(nowNanos);
    }

    private record Member(String name, int weight, AtomicInteger sessions, BackendStats taught) {}
}
