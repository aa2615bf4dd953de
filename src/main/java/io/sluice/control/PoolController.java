package io.sluice.control;

import io.sluice.model.BackendSpec;
import io.sluice.model.BackendState;
import io.sluice.model.Health;
import io.sluice.model.Learn;
import io.sluice.pool.Affinity;
import io.sluice.pool.Backend;
import io.sluice.pool.ConnectPolicy;
import io.sluice.pool.Member;
import io.sluice.pool.Narrowing;
import io.sluice.pool.PickRules;
import io.sluice.pool.Pool;
import io.sluice.pool.PoolSnapshot;
import io.sluice.topology.PoolSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one pool as its specification, its probes and its operator say: turns backends into members, narrows them and publishes
 * snapshots. Changes that come one after the other are published together, and those that nobody would see are not published: a
 * narrowing is O(n), a snapshot costs every worker. Used on the control loop only.
 */
final class PoolController {

    /** How long new statistics wait for more of them. Of a thousand backends some are probed in every turn of the loop. */
    static final long STATISTICS_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** How often live sessions are asked what they have taught: they do not tell by themselves. */
    static final long TRAFFIC_NANOS = TimeUnit.SECONDS.toNanos(1);

    private PoolSpec spec;
    private final Agenda agenda;
    private final RandomGenerator random;
    private final long ties;
    private PickRules rules;
    private final List<Member> members = new ArrayList<>();
    private final Map<String, Integer> indices = new HashMap<>();
    private final SlowStart slowStart;
    private final Ejector ejector;
    private Aftermath aftermath;
    private final Pool pool;

    private boolean isChanged;
    private boolean isSoon;
    private boolean isLater;
    private boolean isRamping;
    private boolean isLearning;
    private boolean isClosed;

    /**
     * @param random where the pickers' rotations start, and the lots of those whom the objective does not tell apart
     * @param desk told of ejections
     */
    PoolController(
            PoolSpec spec,
            Agenda agenda,
            RandomGenerator random,
            Function<Backend, Evacuation> evacuations,
            EjectionDesk desk) {
        this.spec = spec;
        this.agenda = agenda;
        this.random = random;
        this.ties = random.nextLong();
        this.rules = rules(spec);
        this.slowStart = new SlowStart(spec.slowStart().toNanos());
        this.ejector = new Ejector(spec.name(), agenda, members, new Ejecting(spec.name(), this::change, desk));
        ejector.goBy(spec.failure().passive());
        this.aftermath = new Aftermath(spec.failure().closePerSecond() > 0, evacuations);
        spec.backends().forEach(this::add);
        this.pool = new Pool(spec.name(), snapshot(null, null), spec.queue(), Affinity.after(null, spec.affinity()));
    }

    private void add(BackendSpec backend) {
        indices.put(backend.name(), members.size());
        Backend made = new Backend(spec.name(), backend.name(), backend.endpoint());
        members.add(Member.of(made, backend, spec.check() == null ? Health.UNCHECKED : Health.UNKNOWN));
        ejector.watch(made);
    }

    /** Publishes what is true now, once all pools are there to be fallen back on. */
    void publish(Function<String, Pool> pools) {
        Pool fallback = spec.fallback() instanceof PoolSpec.Fallback.ToPool to ? pools.apply(to.pool()) : null;
        boolean unused = slowStart.apply(members, agenda.nanoTime());
        PoolSnapshot next = snapshot(fallback, pool.snapshot());
        pool.publish(next);
        aftermath.published(next);
        update();
        if (!isLearning && learns()) {
            isLearning = true;
            agenda.in(TRAFFIC_NANOS, this::learn);
        }
    }

    private boolean learns() {
        return !isClosed && spec.pick().objective().isRanked() && spec.pick().learn() != Learn.PROBES;
    }

    private void learn() {
        isLearning = learns();
        if (isLearning) {
            update();
            agenda.in(TRAFFIC_NANOS, this::learn);
        }
    }

    /**
     * Goes by another specification; nothing is seen of it before {@link #publish}. What it says the same keeps its counters,
     * sessions, health and memory.
     *
     * @param evacuations of the other specification
     * @return what is different, in words; nothing to publish when that is empty
     */
    List<String> apply(PoolSpec next, Function<Backend, Evacuation> evacuations, Departed departed) {
        Membership membership = new Membership(spec, members, next, departed);
        PoolSpec before = spec;
        spec = next;
        rules = rules(next);
        slowStart.window(next.slowStart().toNanos());
        membership.left().forEach(member -> left(member, departed));
        replace(membership);
        if (!Objects.equals(next.failure().passive(), before.failure().passive())) {
            ejector.goBy(next.failure().passive());
        }
        if (next.failure().closePerSecond() != before.failure().closePerSecond()) {
            aftermath.stop();
            aftermath = new Aftermath(next.failure().closePerSecond() > 0, evacuations);
        }
        pool.goBy(next.queue(), Affinity.after(pool.affinity(), next.affinity()));
        return membership.lines();
    }

    private void replace(Membership membership) {
        long now = agenda.nanoTime();
        members.clear();
        indices.clear();
        for (Member member : membership.members()) {
            indices.put(member.backend().name(), members.size());
            members.add(member);
        }
        membership.kept().forEach(kept -> slowStart.changed(kept.before(), kept.after(), now));
        for (Member member : membership.joined()) {
            slowStart.joined(member, now);
            ejector.watch(member.backend());
        }
    }

    private void left(Member member, Departed departed) {
        ejector.forget(member.backend());
        slowStart.left(member.backend());
        aftermath.left(member.backend());
        departed.add(member);
    }

    /** Ejects and lets in at once whom it did not while decisions were frozen. */
    void thaw() {
        ejector.thaw();
    }

    /** Its pool is gone: all members have left. */
    void close(Departed departed) {
        isClosed = true;
        List.copyOf(members).forEach(member -> left(member, departed));
        aftermath.stop();
    }

    boolean isClosed() {
        return isClosed;
    }

    private PickRules rules(PoolSpec of) {
        return new PickRules(of.pick(), of.fallback() instanceof PoolSpec.Fallback.Cascade, ties);
    }

    private PoolSnapshot snapshot(@Nullable Pool fallback, @Nullable PoolSnapshot previous) {
        ConnectPolicy connect = new ConnectPolicy(spec.connectTimeout().toNanos(), spec.connectAttempts());
        return new PoolSnapshot(Narrowing.of(members, rules), spec.scheduler(), connect, fallback, random, previous);
    }

    Pool pool() {
        return pool;
    }

    /** The backend as it is now, though it may not be published yet; null when the pool has none of this name. */
    @Nullable
    Member find(String backend) {
        Integer index = indices.get(backend);
        return index == null ? null : members.get(index);
    }

    /** Takes what is now known of a backend's health. False when the pool has no backend of this name. */
    boolean health(String backend, Health health) {
        return change(
                backend,
                member -> member.withHealth(health.ejected(member.health().ejected())));
    }

    /** Takes the operator's word. False when the pool has no backend of this name. */
    boolean state(String backend, BackendState state) {
        return change(backend, member -> member.withState(state));
    }

    /** Weighs a backend anew. False when the pool has no backend of this name. */
    boolean weight(String backend, int weight) {
        return change(backend, member -> member.withWeight(weight));
    }

    /** Limits a backend anew; sessions beyond the limit go on. False when the pool has no backend of this name. */
    boolean maxSessions(String backend, int maxSessions) {
        return change(backend, member -> member.withMaxSessions(maxSessions));
    }

    private boolean change(String backend, UnaryOperator<Member> change) {
        Integer index = indices.get(backend);
        if (index == null) {
            return false;
        }
        Member before = members.get(index);
        Member after = change.apply(before);
        members.set(index, after);
        slowStart.changed(before, after, agenda.nanoTime());
        if (!after.equals(before.withHealth(after.health())) || !after.hasClassOf(before)) {
            isChanged = true;
            soon();
        } else if (rules.policy().objective().isRanked() && !after.equals(before)) {
            later();
        }
        return true;
    }

    private void soon() {
        if (!isSoon) {
            isSoon = true;
            agenda.soon(() -> {
                isSoon = false;
                update();
            });
        }
    }

    private void later() {
        if (!isLater) {
            isLater = true;
            agenda.in(STATISTICS_NANOS, () -> {
                isLater = false;
                update();
            });
        }
    }

    private void update() {
        if (isClosed) {
            return;
        }
        isChanged |= slowStart.apply(members, agenda.nanoTime());
        PoolSnapshot now = pool.snapshot();
        Narrowing next = Narrowing.of(members, rules);
        if (isChanged || !next.offersTheSameAs(now.narrowing())) {
            isChanged = false;
            PoolSnapshot narrowed = now.narrowed(next, random);
            pool.publish(narrowed);
            aftermath.published(narrowed);
        }
        if (slowStart.isRunning() && !isRamping) {
            isRamping = true;
            agenda.in(slowStart.periodNanos(), () -> {
                isRamping = false;
                update();
            });
        }
    }
}
