package io.sluice.health;

import io.sluice.model.BackendClass;
import io.sluice.model.Health;
import io.sluice.model.ProbeReason;
import io.sluice.model.ProbeResult;
import io.sluice.stats.Tally;
import org.jspecify.annotations.Nullable;

/** What is known of one backend's health, for those who only look. Written by the control loop; thread-safe to read. */
public final class HealthRecord {

    private final Tally<ProbeReason> probes = new Tally<>(ProbeReason.class);
    private final History history;
    private volatile Health health = Health.UNKNOWN;
    private volatile @Nullable ProbeResult last;

    public HealthRecord(History history) {
        this.history = history;
    }

    /** A result has come in, and this is true after it. */
    public void heard(ProbeResult result, Health after) {
        probes.increment(result.reason());
        history.add(result, after.backendClass());
        health = after;
        last = result;
    }

    /** A result has come in that is not counted: the network is down. */
    public void discarded(ProbeResult result) {
        probes.increment(result.reason());
        history.addDiscarded(result, health.backendClass());
        last = result;
    }

    public void changed(ClassChange change) {
        history.add(change);
    }

    /** Its class is the one that counts, which differs from what the results say while decisions are frozen. */
    public void now(Health other) {
        health = other;
    }

    public Health health() {
        return health;
    }

    public BackendClass backendClass() {
        return health.backendClass();
    }

    /** The newest result, or null before the first. */
    public @Nullable ProbeResult last() {
        return last;
    }

    /** How many probes came to each reason. */
    public Tally<ProbeReason> probes() {
        return probes;
    }

    public History history() {
        return history;
    }
}
