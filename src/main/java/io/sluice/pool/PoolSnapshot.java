package io.sluice.pool;

import io.sluice.balance.Admission;
import io.sluice.balance.Candidates;
import io.sluice.balance.Picker;
import io.sluice.balance.Scheduler;
import io.sluice.model.Delay;
import io.sluice.model.Flow;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The members of one pool at one moment, narrowed to candidates, with the picker built over them. Immutable but for the picker's
 * own rotation; built on the control loop, read by every worker.
 */
public final class PoolSnapshot implements Candidates, Admission {

    private final Narrowing narrowing;
    private final Member[] members;
    private final boolean[] candidate;
    private final int candidateCount;
    private final Scheduler scheduler;
    private final ConnectPolicy connect;
    private final @Nullable Pool fallback;
    private final Picker picker;

    /** Narrows to everyone alive and builds the first snapshot of a pool, which remembers nothing. */
    public PoolSnapshot(
            List<Member> members,
            Scheduler scheduler,
            ConnectPolicy connect,
            @Nullable Pool fallback,
            RandomGenerator random) {
        this(Narrowing.of(members, PickRules.DEFAULT), scheduler, connect, fallback, random, null);
    }

    /**
     * Builds.
     *
     * @param fallback who takes the sessions when there is no candidate; null = they are refused
     * @param random where the picker's rotation starts
     * @param previous of the same pool: an equal scheduler goes on where it left off
     */
    public PoolSnapshot(
            Narrowing narrowing,
            Scheduler scheduler,
            ConnectPolicy connect,
            @Nullable Pool fallback,
            RandomGenerator random,
            @Nullable PoolSnapshot previous) {
        this.narrowing = narrowing;
        this.members = narrowing.members().toArray(Member[]::new);
        this.candidate = candidates(narrowing);
        this.candidateCount = narrowing.candidateCount();
        this.scheduler = scheduler;
        this.connect = connect;
        this.fallback = fallback;
        narrowing.members().forEach(member -> member.backend().stats().decayOver(scheduler.tauNanos()));
        this.picker = previous != null && previous.scheduler.equals(scheduler)
                ? scheduler.after(previous.picker, this, random)
                : scheduler.over(this, random);
    }

    /** What the other offers, but narrowed anew to the same candidates: their picker goes on where it is. */
    private PoolSnapshot(Narrowing narrowing, PoolSnapshot other) {
        this.narrowing = narrowing;
        this.members = narrowing.members().toArray(Member[]::new);
        this.candidate = other.candidate;
        this.candidateCount = other.candidateCount;
        this.scheduler = other.scheduler;
        this.connect = other.connect;
        this.fallback = other.fallback;
        this.picker = other.picker;
    }

    private static boolean[] candidates(Narrowing narrowing) {
        boolean[] candidates = new boolean[narrowing.members().size()];
        for (int index = 0; index < candidates.length; index++) {
            candidates[index] = narrowing.isCandidate(index);
        }
        return candidates;
    }

    /**
     * The snapshot after this one, narrowed anew. Where the same candidates come out at the same weights the picker is kept: its
     * rotation goes on, and its table is not built again.
     */
    public PoolSnapshot narrowed(Narrowing next, RandomGenerator random) {
        return next.offersTheSameAs(narrowing)
                ? new PoolSnapshot(next, this)
                : new PoolSnapshot(next, scheduler, connect, fallback, random, this);
    }

    /** Picks a backend and counts the session on it; null when nobody can take it. */
    @Nullable
    Backend pick(Flow flow, Tried tried, RandomGenerator random) {
        Admission admission = tried == Tried.NONE ? this : index -> admits(index) && !tried.contains(backend(index));
        int index = picker.pick(flow, admission, random);
        while (index != Picker.NONE) {
            Backend picked = backend(index);
            if (tryOpen(index)) {
                return picked;
            }
            // Another worker took the last place between the pick and the count: the pick is repeated, and now sees it
            // full.
            index = picker.pick(flow, admission, random);
        }
        return null;
    }

    /** Counts a session on this member unless it is full. */
    boolean tryOpen(int index) {
        return backend(index).stats().tryOpen(members[index].maxSessions());
    }

    /** Where the backend stands here; -1 when it is not a member. O(n). */
    int indexOf(Backend backend) {
        for (int i = 0; i < members.length; i++) {
            if (members[i].backend() == backend) {
                return i;
            }
        }
        return -1;
    }

    /** True for a member that could still serve the clients it has, and takes no others because the operator drains it. */
    boolean isDrained(int index) {
        return members[index].isDrained();
    }

    /** True if a candidate could hold one more. O(n). */
    boolean hasRoom() {
        for (int i = 0; i < members.length; i++) {
            if (candidate[i] && members[i].hasRoom()) {
                return true;
            }
        }
        return false;
    }

    /** True if a session that has tried these has a candidate left. O(n). */
    boolean hasOther(Tried tried) {
        for (int i = 0; i < members.length; i++) {
            if (candidate[i] && !tried.contains(members[i].backend())) {
                return true;
            }
        }
        return false;
    }

    public List<Member> members() {
        return narrowing.members();
    }

    /** How the candidates came to be. */
    public Narrowing narrowing() {
        return narrowing;
    }

    public int candidateCount() {
        return candidateCount;
    }

    public Scheduler scheduler() {
        return scheduler;
    }

    /** What the scheduler built over this snapshot. */
    Picker picker() {
        return picker;
    }

    public ConnectPolicy connect() {
        return connect;
    }

    public @Nullable Pool fallback() {
        return fallback;
    }

    @Override
    public boolean admits(int index) {
        return members[index].hasRoom();
    }

    @Override
    public int size() {
        return members.length;
    }

    @Override
    public boolean isCandidate(int index) {
        return candidate[index];
    }

    @Override
    public int weight(int index) {
        return members[index].weight();
    }

    @Override
    public int ramp(int index) {
        return members[index].ramp();
    }

    @Override
    public int rank(int index) {
        return narrowing.rank(index);
    }

    @Override
    public int sessions(int index) {
        return backend(index).stats().active();
    }

    @Override
    public String name(int index) {
        return members[index].backend().name();
    }

    @Override
    public long peakNanos(int index, Delay of, long nowNanos) {
        return backend(index).stats().delay(of).peakNanos(nowNanos);
    }

    @Override
    public int averageMillis(int index, Delay of) {
        return backend(index).stats().delay(of).averageMillis();
    }

    @Override
    public long averageAgeMillis(int index, Delay of, long nowNanos) {
        return backend(index).stats().delay(of).ageMillis(nowNanos);
    }

    private Backend backend(int index) {
        return members[index].backend();
    }
}
