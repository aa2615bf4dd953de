package io.sluice.pool;

import io.sluice.model.Flow;
import io.sluice.model.Refusal;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A named set of backends as the data path sees it: one volatile snapshot, and what outlives snapshots: who waits and which client
 * belongs where. Published by the control loop, read by every worker; a reader takes the snapshot once and uses only that.
 */
public final class Pool {

    private final String name;
    private final WaitingLine line;
    private volatile @Nullable Affinity affinity;
    private volatile PoolSnapshot snapshot;

    /** A pool in which nobody waits and nobody is remembered. */
    public Pool(String name, PoolSnapshot first) {
        this(name, first, QueueRules.OFF, null);
    }

    /** @param affinity null when no client is remembered */
    public Pool(String name, PoolSnapshot first, QueueRules queue, @Nullable Affinity affinity) {
        this.name = name;
        this.line = new WaitingLine(this, queue);
        this.affinity = affinity;
        this.snapshot = first;
        serve(first);
    }

    private void serve(PoolSnapshot next) {
        if (line.rules().isOn()) {
            next.members().forEach(member -> member.backend().serve(line));
        }
    }

    public String name() {
        return name;
    }

    public PoolSnapshot snapshot() {
        return snapshot;
    }

    /** Those who wait for this pool's own backends. */
    public WaitingLine line() {
        return line;
    }

    public @Nullable Affinity affinity() {
        return affinity;
    }

    /**
     * Changes who may wait and how clients are remembered. On the control loop.
     *
     * @param next the present memory, to keep it; null to remember nobody
     */
    public void goBy(QueueRules queue, @Nullable Affinity next) {
        line.goBy(queue);
        affinity = next;
    }

    /** Replaces the snapshot; whoever waits and can be served now is. On the control loop. */
    public void publish(PoolSnapshot next) {
        Pool fallbackBefore = snapshot.fallback();
        serve(next);
        snapshot = next;
        line.review();
        for (Pool each = fallbackBefore; each != null; each = each.snapshot.fallback()) {
            each.line.review(); // who waits there for want of candidates here
        }
    }

    /**
     * Picks a backend for a new session, or for one whose earlier backends failed, and counts the session on it: whoever gets a
     * backend owes it one {@link Backend#release}. Null when nobody can take the session, or others wait already: then
     * {@link #lineFor} says whether it may wait too, and {@link #refusal} why it is refused.
     */
    public @Nullable Backend pick(Flow flow, Tried tried, RandomGenerator random) {
        PoolSnapshot now = snapshot;
        Backend picked = line.isEmpty() ? pickFrom(now, flow, tried, random) : null;
        Pool fallback = now.fallback();
        if (picked == null && now.candidateCount() == 0 && fallback != null) {
            return fallback.pick(flow, tried, random); // the configuration has no cycles
        }
        return picked;
    }

    /** Picks past those who wait: for those whose turn it is. */
    @Nullable
    Backend pickNow(Flow flow, Tried tried, RandomGenerator random) {
        return pickFrom(snapshot, flow, tried, random);
    }

    private @Nullable Backend pickFrom(PoolSnapshot now, Flow flow, Tried tried, RandomGenerator random) {
        Affinity remembering = affinity;
        return remembering == null ? now.pick(flow, tried, random) : remembering.pick(now, flow, tried, random);
    }

    /** Where a session may wait that {@link #pick} had nobody for; null when waiting would not help it, or nobody may wait. */
    public @Nullable WaitingLine lineFor(Tried tried) {
        Pool serving = serving();
        return serving.line.rules().isOn() && serving.snapshot.hasOther(tried) ? serving.line : null;
    }

    /** This pool, or the fallback that its sessions go to now. */
    Pool serving() {
        PoolSnapshot now = snapshot;
        Pool fallback = now.fallback();
        return now.candidateCount() == 0 && fallback != null ? fallback.serving() : this;
    }

    /** True if a pick reads the address that the client used, here or in the pool that is fallen back on. */
    public boolean needsDestination() {
        PoolSnapshot now = snapshot;
        Pool fallback = now.fallback();
        return now.scheduler().needsDestination() || (fallback != null && fallback.needsDestination());
    }

    /** Why {@link #pick} had nobody for a session that had not tried any backend yet. */
    public Refusal refusal() {
        return serving().snapshot.candidateCount() > 0 ? Refusal.BACKENDS_FULL : Refusal.NO_BACKEND;
    }
}
