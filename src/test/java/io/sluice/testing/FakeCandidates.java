package io.sluice.testing;

import io.sluice.balance.Admission;
import io.sluice.balance.Candidates;
import io.sluice.model.Delay;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The members of an imaginary pool. As {@link Candidates} they count sessions; as {@link Admission} they refuse whoever is full.
 * Membership is changed before a picker is built; {@link #open}, {@link #close} and admission are thread-safe.
 */
public final class FakeCandidates implements Candidates, Admission {

    private static final Pattern MEMBER = Pattern.compile("([A-Z])(\\d+)(?:\\((\\d+)\\))?");

    private final String[] names;
    private final int[] weights;
    private final boolean[] candidates;
    private final int[] limits;
    private final int[] ramps;
    private final AtomicIntegerArray sessions;
    private final long[] connectMillis;
    private final long[] firstByteMillis;
    private final int[] ranks;
    private final long[] ages;
    private volatile long nowNanos;

    public FakeCandidates(int... weights) {
        this.names = IntStream.range(0, weights.length)
                .mapToObj(i -> "10.0.0." + i + ":80")
                .toArray(String[]::new);
        this.weights = weights.clone();
        this.candidates = new boolean[weights.length];
        this.limits = new int[weights.length];
        this.sessions = new AtomicIntegerArray(weights.length);
        this.connectMillis = new long[weights.length];
        this.firstByteMillis = new long[weights.length];
        this.ranks = IntStream.range(0, weights.length).toArray();
        this.ages = new long[weights.length];
        Arrays.fill(connectMillis, -1);
        Arrays.fill(firstByteMillis, -1);
        Arrays.fill(candidates, true);
        Arrays.fill(limits, Integer.MAX_VALUE);
        this.ramps = new int[weights.length];
        Arrays.fill(ramps, 100);
    }

    /** From the notation of the vectors: {@code A5 B1(3)} has weights 5 and 1, and B holds 3 sessions. */
    public static FakeCandidates of(String members) {
        Matcher[] found =
                Pattern.compile(" ").splitAsStream(members).map(MEMBER::matcher).toArray(Matcher[]::new);
        FakeCandidates pool = new FakeCandidates(Arrays.stream(found)
                .mapToInt(member -> member.matches() ? Integer.parseInt(member.group(2)) : -1)
                .toArray());
        for (int i = 0; i < found.length; i++) {
            pool.names[i] = found[i].group(1);
            pool.sessions.set(i, found[i].group(3) == null ? 0 : Integer.parseInt(found[i].group(3)));
        }
        return pool;
    }

    /** The same members, listed in this order; nobody holds a session. */
    public FakeCandidates listed(int... order) {
        FakeCandidates other =
                new FakeCandidates(IntStream.of(order).map(i -> weights[i]).toArray());
        for (int i = 0; i < order.length; i++) {
            other.names[i] = names[order[i]];
            other.candidates[i] = candidates[order[i]];
            other.limits[i] = limits[order[i]];
        }
        return other;
    }

    /** Takes a member out of the candidates: drained or failed. */
    public FakeCandidates without(int index) {
        candidates[index] = false;
        return this;
    }

    /** Limits the sessions of a member; 0 = it is always full. */
    public FakeCandidates limit(int index, int most) {
        limits[index] = most;
        return this;
    }

    /** Sessions have been measured to take so long, whatever is measured, however it is averaged. */
    public FakeCandidates measured(int index, long averageMillis) {
        return measured(index, averageMillis, 0);
    }

    /** The same, but the last session so was this long ago. */
    public FakeCandidates measured(int index, long averageMillis, long ageMillis) {
        ages[index] = ageMillis;
        return measured(index, Delay.CONNECT, averageMillis).measured(index, Delay.FIRST_BYTE, averageMillis);
    }

    /** One delay only. */
    public FakeCandidates measured(int index, Delay of, long averageMillis) {
        millis(of)[index] = averageMillis;
        return this;
    }

    private long[] millis(Delay of) {
        return of == Delay.CONNECT ? connectMillis : firstByteMillis;
    }

    /** How good each member is by an objective, 0 the best. */
    public FakeCandidates ranked(int... better) {
        System.arraycopy(better, 0, ranks, 0, ranks.length);
        return this;
    }

    /** Sets the clock, which stands still otherwise. */
    public void at(Duration time) {
        nowNanos = time.toNanos();
    }

    /** Lets a member start slowly. */
    public FakeCandidates ramp(int index, int percent) {
        ramps[index] = percent;
        return this;
    }

    public void open(int index) {
        sessions.incrementAndGet(index);
    }

    public void close(int index) {
        sessions.decrementAndGet(index);
    }

    /** True when some member may be picked now. */
    public boolean hasRoom() {
        return IntStream.range(0, size()).anyMatch(i -> isEligible(i) && admits(i));
    }

    @Override
    public boolean admits(int index) {
        return sessions.get(index) < limits[index];
    }

    @Override
    public int size() {
        return weights.length;
    }

    @Override
    public boolean isCandidate(int index) {
        return candidates[index];
    }

    @Override
    public int weight(int index) {
        return weights[index];
    }

    @Override
    public int ramp(int index) {
        return ramps[index];
    }

    @Override
    public int sessions(int index) {
        return sessions.get(index);
    }

    @Override
    public String name(int index) {
        return names[index];
    }

    @Override
    public int rank(int index) {
        return ranks[index];
    }

    @Override
    public long nowNanos() {
        return nowNanos;
    }

    @Override
    public long peakNanos(int index, Delay of, long nowNanos) {
        long millis = millis(of)[index];
        return millis < 0 ? 0 : TimeUnit.MILLISECONDS.toNanos(Math.max(1, millis));
    }

    @Override
    public int averageMillis(int index, Delay of) {
        return (int) millis(of)[index];
    }

    @Override
    public long averageAgeMillis(int index, Delay of, long nowNanos) {
        return ages[index];
    }
}
