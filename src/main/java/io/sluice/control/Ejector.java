package io.sluice.control;

import io.sluice.health.EjectionPolicy;
import io.sluice.pool.Backend;
import org.jspecify.annotations.Nullable;

/** Ejects the outliers of one pool by the policy that it has at the time, and nobody while it has none. Used on the control loop only. */
final class Ejector {

    private final String pool;
    private final Agenda agenda;
    private final Roster members;
    private final Outliers.Verdict verdict;
    private @Nullable Outliers outliers;

    /** @param members of the pool */
    Ejector(String pool, Agenda agenda, Roster members, Outliers.Verdict verdict) {
        this.pool = pool;
        this.agenda = agenda;
        this.members = members;
        this.verdict = verdict;
    }

    /** Goes by another policy: whoever is out is let in. */
    void goBy(@Nullable EjectionPolicy policy) {
        members.all().forEach(member -> forget(member.backend()));
        members.replaceAll(member -> member.withHealth(member.health().ejected(false)));
        outliers = policy == null ? null : new Outliers(pool, policy, agenda, members::all, verdict);
        members.all().forEach(member -> watch(member.backend()));
    }

    /** Listens to what sessions say of a backend. */
    void watch(Backend backend) {
        if (outliers != null) {
            outliers.watch(backend);
        }
    }

    /** The pool has this backend no more. */
    void forget(Backend backend) {
        if (outliers != null) {
            outliers.forget(backend);
        }
    }

    /** Does at once what was held back while decisions were frozen. */
    void thaw() {
        if (outliers != null) {
            outliers.thaw();
        }
    }
}
