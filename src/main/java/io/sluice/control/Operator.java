package io.sluice.control;

import io.sluice.control.Happening.Kind;
import io.sluice.model.BackendSpec;
import io.sluice.model.BackendState;
import io.sluice.pool.Backend;
import io.sluice.pool.Member;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Carries out commands about backends, and tells of what they changed. Used on the control loop only. */
final class Operator {

    private static final String REASON = "command";

    /** Who was given the backend before it was closed, and had waited in line for it, has begun by now. */
    private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Agenda agenda;
    private final HealthDesk health;
    private final ListenerSet listeners;
    private final Departed departed;
    private final GradualDrains drains;

    Operator(Agenda agenda, HealthDesk health, ListenerSet listeners, Departed departed, GradualDrains drains) {
        this.agenda = agenda;
        this.health = health;
        this.listeners = listeners;
        this.departed = departed;
        this.drains = drains;
    }

    /** Completes once the change is in force. */
    CompletableFuture<BackendAnswer> change(@Nullable PoolController pool, String backend, BackendChange change) {
        if (pool == null) {
            return CompletableFuture.completedFuture(new BackendAnswer.NoPool());
        }
        Member before = pool.find(backend);
        if (before == null) {
            return CompletableFuture.completedFuture(new BackendAnswer.NoBackend());
        }
        if (!change.expected().test(BackendSetting.of(before))) {
            return CompletableFuture.completedFuture(new BackendAnswer.Differs(before));
        }
        apply(pool, before, change);
        Member after = pool.find(backend);
        Member now = after == null ? before : after;
        tell(before, now);
        CompletableFuture<BackendAnswer> answer = new CompletableFuture<>();
        Runnable done = () -> answer.complete(new BackendAnswer.Changed(now));
        agenda.soon(change.state() == BackendState.DISABLED ? () -> withdraw(pool, now, done) : done); // once published
        return answer;
    }

    /** Takes it in at once; it is probed if the pool has a check. */
    BackendAnswer add(@Nullable PoolController pool, BackendSpec backend) {
        if (pool == null) {
            return new BackendAnswer.NoPool();
        }
        for (BackendSpec other : pool.running().backends()) {
            boolean hasName = other.name().equals(backend.name());
            if (hasName || other.endpoint().equals(backend.endpoint())) {
                return new BackendAnswer.Conflict("backend " + other.name() + " of this pool has this "
                        + (hasName ? "name" : "address, " + backend.endpoint().text()));
            }
        }
        Member added = pool.add(backend, departed);
        if (backend.state() != BackendState.DISABLED) {
            health.enabled(added.backend().pool(), added.backend());
        }
        tell(Kind.MEMBERSHIP, added, "absent", "added");
        return new BackendAnswer.Changed(added);
    }

    /** Lets it go at once. */
    BackendAnswer remove(@Nullable PoolController pool, String backend, Predicate<BackendSetting> expected) {
        if (pool == null) {
            return new BackendAnswer.NoPool();
        }
        Member member = pool.find(backend);
        if (member == null) {
            return new BackendAnswer.NoBackend();
        }
        if (!expected.test(BackendSetting.of(member))) {
            return new BackendAnswer.Differs(member);
        }
        if (pool.running().backends().size() == 1) {
            return new BackendAnswer.Conflict("it is the only backend of the pool; drain or disable it instead");
        }
        health.removed(member.backend().pool(), backend);
        pool.remove(member, departed);
        departed.sweep();
        tell(Kind.MEMBERSHIP, member, "member", "removed");
        return new BackendAnswer.Changed(member);
    }

    /** Ends the sessions of a backend that gets no new ones any more. */
    private void withdraw(PoolController pool, Member member, Runnable done) {
        var unused = listeners.withdraw(member.backend()).whenComplete((ended, failure) -> agenda.soon(done));
        agenda.in(LATE_NANOS, () -> withdrawLate(pool, member.backend()));
    }

    private void withdrawLate(PoolController pool, Backend backend) {
        Member now = pool.find(backend.name());
        if (now != null && now.state() == BackendState.DISABLED) {
            var unused = listeners.withdraw(backend);
        }
    }

    private void apply(PoolController pool, Member member, BackendChange change) {
        String backend = member.backend().name();
        if (change.weight() != null) {
            pool.weight(backend, change.weight());
        }
        if (change.maxSessions() != null) {
            pool.maxSessions(backend, change.maxSessions());
        }
        if (change.priority() != null) {
            pool.priority(backend, change.priority());
        }
        if (change.state() != null) {
            pool.state(backend, change.state());
            if (change.state() != BackendState.DRAINING) {
                drains.stop(member.backend(), change.state().word());
            }
            if (change.state() != BackendState.DISABLED) {
                health.enabled(member.backend().pool(), member.backend());
            }
        }
    }

    private void tell(Member before, Member after) {
        tell(Kind.STATE, after, before.state().word(), after.state().word());
        tell(Kind.WEIGHT, after, number(before.weight()), number(after.weight()));
        tell(Kind.MAX_SESSIONS, after, number(before.maxSessions()), number(after.maxSessions()));
        tell(Kind.PRIORITY, after, number(before.priority()), number(after.priority()));
    }

    private void tell(Kind kind, Member member, String from, String to) {
        if (!from.equals(to)) {
            String pool = member.backend().pool();
            health.events()
                    .publish(Happening.change(kind, pool, member.backend().name(), from, to, REASON));
        }
    }

    private static String number(int value) {
        return Integer.toString(value);
    }
}
