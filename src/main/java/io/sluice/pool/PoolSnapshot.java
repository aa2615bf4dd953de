package io.sluice.pool;

import io.sluice.balance.Admission;
import io.sluice.balance.Candidates;
import io.sluice.balance.Picker;
import io.sluice.balance.Scheduler;
import io.sluice.model.Flow;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The members of one pool at one moment, narrowed to candidates, with the picker built over them. Immutable but for the picker's
 * own rotation; built on the control loop, read by every worker.
 */
public final class PoolSnapshot implements Candidates, Admission {

    private final Member[] members;
    private final boolean[] candidate;
    private final int candidateCount;
    private final Scheduler scheduler;
    private final ConnectPolicy connect;
    private final @Nullable Pool fallback;
    private final Picker picker;

    /**
     * Narrows and builds.
     *
     * @param fallback who takes the sessions when there is no candidate; null = they are refused
     * @param random where the picker's rotation starts
     */
    public PoolSnapshot(
            List<Member> members,
            Scheduler scheduler,
            ConnectPolicy connect,
            @Nullable Pool fallback,
            RandomGenerator random) {
        this.members = members.toArray(Member[]::new);
        this.candidate = new boolean[this.members.length];
        int count = 0;
        for (int i = 0; i < this.members.length; i++) {
            candidate[i] = Step.firstObjection(this.members[i]) == null;
            count += candidate[i] ? 1 : 0;
        }
        this.candidateCount = count;
        this.scheduler = scheduler;
        this.connect = connect;
        this.fallback = fallback;
        this.picker = scheduler.over(this, random);
    }

    /** Picks a backend and counts the session on it; null when nobody can take it. */
    @Nullable
    Backend pick(Flow flow, Tried tried, RandomGenerator random) {
        Admission admission = tried == Tried.NONE ? this : index -> admits(index) && !tried.contains(backend(index));
        int index = picker.pick(flow, admission, random);
        while (index != Picker.NONE) {
            Backend picked = backend(index);
            if (picked.stats().tryOpen(members[index].maxSessions())) {
                return picked;
            }
            // Another worker took the last place between the pick and the count: the pick is repeated, and now sees it
            // full.
            index = picker.pick(flow, admission, random);
        }
        return null;
    }

    public List<Member> members() {
        return List.of(members);
    }

    public int candidateCount() {
        return candidateCount;
    }

    public Scheduler scheduler() {
        return scheduler;
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
    public int sessions(int index) {
        return backend(index).stats().active();
    }

    @Override
    public String name(int index) {
        return members[index].backend().name();
    }

    private Backend backend(int index) {
        return members[index].backend();
    }
}
