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
import java.util.List;
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
    private final Roster roster = new Roster();

    /** Its backends as the configuration has them; what is otherwise has been said at run time. */
    private List<BackendSpec> written;

    private final SlowStart slowStart;
    private final Ejector ejector;
    private Aftermath aftermath;
    private final Pool pool;

    private final Once soon;
    private final Once later;
    private final Once ramp;
    private final Once learning;
    private boolean isChanged;
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
        this.written = spec.backends();
        this.agenda = agenda;
        this.random = random;
        this.soon = new Once(agenda, this::update);
        this.later = new Once(agenda, this::update);
        this.ramp = new Once(agenda, this::update);
        this.learning = new Once(agenda, this::learn);
        this.ties = random.nextLong();
        this.rules = rules(spec);
        this.slowStart = new SlowStart(spec.slowStart().toNanos());
        this.ejector = new Ejector(spec.name(), agenda, roster, new Ejecting(spec.name(), this::change, desk));
        ejector.goBy(spec.failure().passive());
        this.aftermath = new Aftermath(spec.failure().closePerSecond() > 0, evacuations);
        spec.backends().forEach(backend -> roster.add(made(backend)));
        this.pool = new Pool(spec.name(), snapshot(null, null), spec.queue(), Affinity.after(null, spec.affinity()));
    }

    private Member made(BackendSpec backend) {
        return made(new Backend(spec.name(), backend.name(), backend.endpoint()), backend);
    }

    /** A member that has just come, as little as may be known of it. */
    private Member made(Backend backend, BackendSpec as) {
        ejector.watch(backend);
        return Member.of(backend, as, spec.check() == null ? Health.UNCHECKED : Health.UNKNOWN);
    }

    /** Publishes what is true now, once all pools are there to be fallen back on. */
    void publish(Function<String, Pool> pools) {
        publish(spec.fallback() instanceof PoolSpec.Fallback.ToPool to ? pools.apply(to.pool()) : null);
    }

    private void publish(@Nullable Pool fallback) {
        boolean unused = slowStart.apply(roster, agenda.nanoTime());
        PoolSnapshot next = snapshot(fallback, pool.snapshot());
        pool.publish(next);
        aftermath.published(next);
        update();
        if (learns()) {
            learning.in(TRAFFIC_NANOS);
        }
    }

    private boolean learns() {
        return !isClosed && spec.pick().objective().isRanked() && spec.pick().learn() != Learn.PROBES;
    }

    private void learn() {
        if (learns()) {
            update();
            learning.in(TRAFFIC_NANOS);
        }
    }

    /**
     * Goes by another specification; nothing is seen of it before {@link #publish}. What it says the same keeps its counters,
     * sessions, health and memory.
     *
     * @param file the backends as the next configuration has them, without what was said at run time and is kept
     * @param evacuations of the other specification
     * @return what is different, in words; nothing to publish when that is empty
     */
    List<String> apply(
            PoolSpec next, List<BackendSpec> file, Function<Backend, Evacuation> evacuations, Departed departed) {
        Membership membership = new Membership(spec, written, roster.all(), next, departed);
        PoolSpec before = spec;
        spec = next;
        written = file;
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
        roster.replace(membership.members());
        membership.kept().forEach(kept -> slowStart.changed(kept.before(), kept.after(), now));
        for (Member member : membership.joined()) {
            slowStart.joined(member, now);
            ejector.watch(member.backend());
        }
    }

    /** Takes a backend in that the configuration does not have, and publishes. No other may have its name or address. */
    Member add(BackendSpec backend, Departed departed) {
        Backend known = departed.back(spec.name(), backend);
        Member member = known == null ? made(backend) : made(known, backend);
        roster.add(member);
        slowStart.joined(member, agenda.nanoTime());
        publish(pool.snapshot().fallback());
        return member;
    }

    /** Lets a backend go, and publishes: it gets no new session, those that it has go on. */
    void remove(Member member, Departed departed) {
        roster.remove(member);
        left(member, departed);
        publish(pool.snapshot().fallback());
    }

    /** The pool as it would be configured to be what it is now. */
    PoolSpec running() {
        return spec.with(roster.specs());
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
        roster.all().forEach(member -> left(member, departed));
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
        return new PoolSnapshot(
                Narrowing.of(roster.all(), rules), spec.scheduler(), connect, fallback, random, previous);
    }

    Pool pool() {
        return pool;
    }

    /** The backend as it is now, though it may not be published yet; null when the pool has none of this name. */
    @Nullable
    Member find(String backend) {
        return roster.find(backend);
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

    /** Prefers a backend otherwise. False when the pool has no backend of this name. */
    boolean priority(String backend, int priority) {
        return change(backend, member -> member.withPriority(priority));
    }

    private boolean change(String backend, UnaryOperator<Member> change) {
        Member before = roster.find(backend);
        if (before == null) {
            return false;
        }
        Member after = change.apply(before);
        roster.put(after);
        slowStart.changed(before, after, agenda.nanoTime());
        if (!after.equals(before.withHealth(after.health())) || !after.hasClassOf(before)) {
            isChanged = true;
            soon.soon();
        } else if (rules.policy().objective().isRanked() && !after.equals(before)) {
            later.in(STATISTICS_NANOS);
        }
        return true;
    }

    private void update() {
        if (isClosed) {
            return;
        }
        isChanged |= slowStart.apply(roster, agenda.nanoTime());
        PoolSnapshot now = pool.snapshot();
        Narrowing next = Narrowing.of(roster.all(), rules);
        if (isChanged || !next.offersTheSameAs(now.narrowing())) {
            isChanged = false;
            PoolSnapshot narrowed = now.narrowed(next, random);
            pool.publish(narrowed);
            aftermath.published(narrowed);
        }
        if (slowStart.isRunning()) {
            ramp.in(slowStart.periodNanos());
        }
    }
}
