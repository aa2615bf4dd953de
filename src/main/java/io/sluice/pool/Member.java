package io.sluice.pool;

import io.sluice.model.BackendClass;
import io.sluice.model.BackendSpec;
import io.sluice.model.BackendState;
import io.sluice.model.Endpoint;
import io.sluice.model.Health;

/**
 * What is true of a backend at the moment of one snapshot. Immutable.
 *
 * @param priority the lower number is preferred
 * @param backup preferred less than everyone who is not a backup, whatever the priorities
 * @param health its class is always current; its statistics are those of when the snapshot was published, and a snapshot is not
 *     replaced for statistics that change nothing
 * @param ramp percent of its weight that counts, 10 to 100; less than 100 while it starts slowly
 */
public record Member(
        Backend backend,
        int weight,
        int maxSessions,
        BackendState state,
        int priority,
        boolean backup,
        Health health,
        int ramp) {

    /** All of the weight counts. */
    public static final int FULL = 100;

    /** A member of the first priority, of which nothing but the class is known. */
    public Member(Backend backend, int weight, int maxSessions, BackendState state, BackendClass backendClass) {
        this(
                backend,
                weight,
                maxSessions,
                state,
                0,
                false,
                new Health(backendClass, Health.UNCHECKED.statistics(), false),
                FULL);
    }

    /** A member as it was configured, at full weight. */
    public static Member of(Backend backend, BackendSpec spec, Health health) {
        return new Member(
                backend, spec.weight(), spec.maxSessions(), spec.state(), spec.priority(), spec.backup(), health, FULL);
    }

    /** As it would be configured to be what it is now. */
    public BackendSpec spec() {
        return new BackendSpec(backend.name(), backend.endpoint(), weight, maxSessions, state, priority, backup);
    }

    public BackendClass backendClass() {
        return health.backendClass();
    }

    /** True when nothing but the preference for others keeps sessions from it; one that is full is usable too. */
    public boolean isUsable() {
        return isResolved() && state == BackendState.ENABLED && weight > 0 && !health.ejected() && !isFailed();
    }

    public boolean isFailed() {
        return backendClass() == BackendClass.FAILED;
    }

    /** True when the probes and live sessions say the same of both, but for statistics. */
    public boolean hasClassOf(Member other) {
        return backendClass() == other.backendClass() && health.ejected() == other.health.ejected();
    }

    /** False for a host name without an address. */
    boolean isResolved() {
        return !(backend.endpoint() instanceof Endpoint.Named);
    }

    /** True when an operator lets it run dry, and nothing else keeps sessions from it. */
    boolean isDrained() {
        boolean runsDry = state == BackendState.DRAINING || (state == BackendState.ENABLED && weight == 0);
        return runsDry && isResolved() && !health.ejected() && !isFailed();
    }

    /** False while it holds as many sessions as it may. */
    boolean hasRoom() {
        return maxSessions == 0 || backend.stats().active() < maxSessions;
    }

    public Member withWeight(int other) {
        return new Member(backend, other, maxSessions, state, priority, backup, health, ramp);
    }

    public Member withMaxSessions(int other) {
        return new Member(backend, weight, other, state, priority, backup, health, ramp);
    }

    public Member withPriority(int other) {
        return new Member(backend, weight, maxSessions, state, other, backup, health, ramp);
    }

    public Member withState(BackendState other) {
        return new Member(backend, weight, maxSessions, other, priority, backup, health, ramp);
    }

    public Member withHealth(Health other) {
        return new Member(backend, weight, maxSessions, state, priority, backup, other, ramp);
    }

    public Member withRamp(int percent) {
        return new Member(backend, weight, maxSessions, state, priority, backup, health, percent);
    }
}
