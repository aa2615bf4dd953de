package io.sluice.pool;

import io.sluice.model.Flow;
import io.sluice.pool.AffinityRules.Drained;
import io.sluice.stats.Gauge;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The clients of one pool and their backends, as IPVS persistence and HAProxy's {@code stick on src} keep them: asked before the
 * scheduler, and told what the scheduler chose. It outlives snapshots and is shared by all workers; to know a client takes one
 * lookup without a lock and one small object, a new client takes an insertion. What has expired is swept by the control loop.
 *
 * <p>The time restarts with every new session and nothing else: open sessions do not hold an entry (HAProxy's rule).
 */
public final class Affinity {

    private static final long SWEEP_AT_LEAST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int SWEEPS_PER_TIMEOUT = 16;

    private volatile AffinityRules rules;
    private final LongSupplier clock;
    private final Map<SourceKey, Remembered> clients = new ConcurrentHashMap<>();
    private final Gauge entries = new Gauge();
    private final LongAdder refused = new LongAdder();
    private long refusedBefore;
    private long nextSweepNanos;

    /** @param clock nanoseconds, as {@link System#nanoTime} */
    public Affinity(AffinityRules rules, LongSupplier clock) {
        this.rules = rules;
        this.clock = clock;
        this.nextSweepNanos = clock.getAsLong() + sweepNanos();
    }

    public AffinityRules rules() {
        return rules;
    }

    /** Clients that are remembered now, or have expired and not been swept. */
    public int entries() {
        return entries.value();
    }

    /** New clients that were not remembered because the table was full. */
    public long refusedTotal() {
        return refused.sum();
    }

    /** The client's backend if it can take the session, or the scheduler's choice; counts the session on it. */
    @Nullable
    Backend pick(PoolSnapshot now, Flow flow, Tried tried, RandomGenerator random) {
        SourceKey key = SourceKey.of(flow.source().getAddress(), rules.mask(), rules.mask6());
        long time = clock.getAsLong();
        Remembered entry = clients.get(key);
        Backend home = entry == null || !entry.isCurrent(time) ? null : entry.backend();
        if (entry != null && home != null && isHome(now, home, tried)) {
            Backend again = open(now, home) ? home : now.pick(flow, tried, random);
            boolean unused = again != null && entry.renew(time + timeoutNanos());
            return again; // not home while that is full, but for this one session only
        }
        Backend picked = now.pick(flow, tried, random);
        if (picked == null || (entry != null && entry.rebind(picked, time + timeoutNanos()))) {
            return picked;
        }
        return remember(now, key, picked, tried, time);
    }

    /** True if new sessions of its clients go there, as soon as it has room. */
    private boolean isHome(PoolSnapshot now, Backend backend, Tried tried) {
        if (tried.contains(backend)) {
            return false;
        }
        int index = now.indexOf(backend);
        return index >= 0 && (now.isCandidate(index) || (rules.drained() == Drained.KEEP && now.isDrained(index)));
    }

    private static boolean open(PoolSnapshot now, Backend backend) {
        int index = now.indexOf(backend);
        return index >= 0 && now.tryOpen(index);
    }

    /** Of two first sessions at once the one that is remembered first decides for both. */
    private Backend remember(PoolSnapshot now, SourceKey key, Backend picked, Tried tried, long time) {
        if (!entries.tryOpen(rules.max())) {
            refused.increment();
            return picked;
        }
        Remembered first = clients.putIfAbsent(key, new Remembered(picked, time + timeoutNanos()));
        if (first == null) {
            return picked;
        }
        entries.close();
        Backend home = first.backend();
        if (home == picked || !isHome(now, home, tried) || !open(now, home)) {
            return picked;
        }
        picked.release();
        return home;
    }

    /**
     * Removes what has expired: some sixteen times per timeout, or once a second when clients are refused. Called more often than
     * that on the control loop. O(entries).
     */
    public void sweep() {
        long now = clock.getAsLong();
        boolean isShort = refusedTotal() != refusedBefore;
        if (!isShort && now - nextSweepNanos < 0) {
            return;
        }
        refusedBefore = refusedTotal();
        nextSweepNanos = now + sweepNanos();
        clients.forEach((key, entry) -> {
            if (entry.forget(now) && clients.remove(key, entry)) {
                entries.close();
            }
        });
    }

    /**
     * The memory that goes by these rules from now on: the same one, whose clients keep their time until their next session,
     * unless other masks make other clients. On the control loop.
     *
     * @param rules null to remember nobody
     */
    public static @Nullable Affinity after(@Nullable Affinity before, @Nullable AffinityRules rules) {
        if (rules == null) {
            return null;
        }
        boolean knowsTheSame =
                before != null && rules.mask() == before.rules.mask() && rules.mask6() == before.rules.mask6();
        if (before == null || !knowsTheSame) {
            return new Affinity(rules, System::nanoTime);
        }
        before.rules = rules;
        return before;
    }

    private long timeoutNanos() {
        return rules.timeout().toNanos();
    }

    private long sweepNanos() {
        return Math.max(SWEEP_AT_LEAST_NANOS, timeoutNanos() / SWEEPS_PER_TIMEOUT);
    }
}
