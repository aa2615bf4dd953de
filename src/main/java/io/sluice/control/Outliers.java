package io.sluice.control;

import io.sluice.health.EjectionPolicy;
import io.sluice.health.Ejections;
import io.sluice.pool.Backend;
import io.sluice.pool.Member;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ejects the backends of one pool that live sessions cannot connect, and lets them back in. Told by the workers, acts on the
 * control loop.
 */
final class Outliers {

    private static final Logger LOG = LoggerFactory.getLogger(Outliers.class);

    /** Timers may be early by less than that; those for who was let in already, or forgotten, are none of ours. */
    private static final long EARLY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final String pool;
    private final EjectionPolicy policy;
    private final Ejections ejections;
    private final Agenda agenda;
    private final Supplier<List<Member>> members;
    private final Verdict verdict;

    /** What becomes of a backend. */
    interface Verdict {
        /** True while there is none: nothing is done then, and all is looked at again by {@link #thaw}. */
        default boolean isFrozen() {
            return false;
        }

        /** It is taken out; the words say for how long, and why. */
        void ejected(String backend, String words);

        /** Its time is over: it is let in again. */
        void readmitted(String backend);
    }

    /** @param members as they are now; asked on the control loop */
    Outliers(String pool, EjectionPolicy policy, Agenda agenda, Supplier<List<Member>> members, Verdict verdict) {
        this.pool = pool;
        this.policy = policy;
        this.ejections = new Ejections(policy);
        this.agenda = agenda;
        this.members = members;
        this.verdict = verdict;
    }

    /** Listens to what sessions say of a backend. */
    void watch(Backend backend) {
        backend.streak().watch(policy.fall(), () -> agenda.soon(() -> failing(backend)));
    }

    /** Does not listen any more; a backend that is out stays out no longer. */
    void forget(Backend backend) {
        backend.streak().unwatch();
        ejections.forget(backend.name());
    }

    /** Looks at everyone again: those whose time is over come back, then those go who have failed too often. */
    void thaw() {
        release();
        List.copyOf(members.get()).forEach(member -> failing(member.backend()));
    }

    private void failing(Backend backend) {
        if (verdict.isFrozen()) {
            return;
        }
        List<Member> now = members.get();
        int others = (int) now.stream()
                .filter(member -> member.backend() != backend && member.isUsable())
                .count();
        int failures = backend.streak().failures();
        if (failures < policy.fall()) {
            return; // a session has connected since
        }
        long nanos = ejections.eject(backend.name(), now.size(), others, agenda.nanoTime());
        if (nanos == 0) {
            return;
        }
        LOG.warn("pool={} backend={} ejected for={}s connect_failures={}", pool, backend.name(), nanos / 1e9, failures);
        backend.stats().ejected();
        verdict.ejected(
                backend.name(),
                "for " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms, after " + failures
                        + " connect failures in a row");
        agenda.in(nanos, this::release);
    }

    private void release() {
        if (verdict.isFrozen()) {
            return;
        }
        List<String> back = ejections.release(agenda.nanoTime());
        if (back.isEmpty() && ejections.untilNextNanos(agenda.nanoTime()) <= EARLY_NANOS) {
            agenda.in(EARLY_NANOS, this::release);
        }
        for (String name : back) {
            LOG.info("pool={} backend={} back after its ejection", pool, name);
            beginAnew(name);
            verdict.readmitted(name);
        }
    }

    /** Sessions that were on their way when it was ejected say nothing of what it is when it comes back. */
    private void beginAnew(String name) {
        for (Member member : members.get()) {
            if (member.backend().name().equals(name)) {
                member.backend().streak().reset();
            }
        }
    }
}
