package io.sluice.control;

import io.sluice.control.Happening.Kind;
import io.sluice.model.BackendState;
import io.sluice.pool.Backend;
import io.sluice.pool.Member;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Carries out commands about backends, and tells of what they changed. Used on the control loop only. */
final class Operator {

    private static final String REASON = "command";

    /** Who was given the backend before it was closed, and had waited in line for it, has begun by now. */
    private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Agenda agenda;
    private final HealthDesk health;
    private final ListenerSet listeners;
    private final GradualDrains drains;

    Operator(Agenda agenda, HealthDesk health, ListenerSet listeners, GradualDrains drains) {
        this.agenda = agenda;
        this.health = health;
        this.listeners = listeners;
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
