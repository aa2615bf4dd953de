package io.sluice.health;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which backends of one pool are taken out because live sessions could not connect them, and until when. After Envoy's outlier
 * detection (consecutive local-origin failures), with limits that suit small pools: one backend may always be out, and the last
 * one that could serve never is. Pure but for its memory; used on the control loop only; O(backends).
 */
public final class Ejections {

    private final EjectionPolicy policy;
    private final Map<String, Term> terms = new HashMap<>();

    public Ejections(EjectionPolicy policy) {
        this.policy = policy;
    }

    /**
     * Takes a backend out, or refuses to.
     *
     * @param backends how many the pool has
     * @param othersUsable how many could serve in its place: neither ejected nor failed nor out of service
     * @return for how long, in nanoseconds; 0 when it stays
     */
    public long eject(String backend, int backends, int othersUsable, long nowNanos) {
        Term term = terms.computeIfAbsent(backend, name -> new Term());
        if (term.isOut || othersUsable < 1 || !isAllowed(backends)) {
            return 0;
        }
        term.forgive(nowNanos, policy.duration().toNanos());
        term.times = Math.min(term.times + 1, EjectionPolicy.LONGEST);
        term.isOut = true;
        long nanos = policy.duration().toNanos() * term.times;
        term.changeNanos = nowNanos + nanos;
        return nanos;
    }

    private boolean isAllowed(int backends) {
        int out = count();
        return out == 0 || 100L * (out + 1) <= (long) policy.mostPercent() * backends;
    }

    /** Lets those back in whose time has come; their names. */
    public List<String> release(long nowNanos) {
        List<String> released = new ArrayList<>();
        terms.forEach((name, term) -> {
            if (term.isOut && nowNanos - term.changeNanos >= 0) {
                term.isOut = false;
                released.add(name);
            }
        });
        return released;
    }

    /** How long until the next one may be let in; {@link Long#MAX_VALUE} when nobody is out. */
    public long untilNextNanos(long nowNanos) {
        return terms.values().stream()
                .filter(term -> term.isOut)
                .mapToLong(term -> term.changeNanos - nowNanos)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    public boolean isEjected(String backend) {
        Term term = terms.get(backend);
        return term != null && term.isOut;
    }

    /** How many are out. */
    public int count() {
        return (int) terms.values().stream().filter(term -> term.isOut).count();
    }

    /** Forgets a backend that the pool has no more. */
    public void forget(String backend) {
        terms.remove(backend);
    }

    private static final class Term {

        private boolean isOut;
        private int times;

        /** When it comes back, or came back. */
        private long changeNanos;

        /** Each duration in service since it came back takes one off the count. */
        void forgive(long nowNanos, long durationNanos) {
            if (times > 0 && durationNanos > 0) {
                long served = Math.max(0, nowNanos - changeNanos);
                times = (int) Math.max(0, times - served / durationNanos);
            }
        }
    }
}
