package io.sluice.simulation;

import io.sluice.model.Delay;
import io.sluice.stats.BackendStats;
import io.sluice.stats.DelayStats;
import java.util.function.LongSupplier;

/**
 * What is true of one backend at the moment, and what the report will say of it. Mutable; belongs to one run. Changes are announced by
 * the {@link SyntheticPool} that holds it, which makes its view anew.
 */
final class Slot {

    private final BackendStats stats;
    private SyntheticBackend backend;
    private boolean isUp = true;
    private int active;
    private int life;
    private int sessions;
    private double expected;
    private int peak;
    private double area;
    private long since;

    Slot(SyntheticBackend backend, LongSupplier clock, long tauNanos) {
        this.backend = backend;
        this.since = clock.getAsLong();
        this.stats = new BackendStats(clock);
        this.stats.decayOver(tauNanos);
    }

    SyntheticBackend backend() {
        return backend;
    }

    boolean isUp() {
        return isUp;
    }

    int active() {
        return active;
    }

    boolean hasRoom() {
        return backend.maxSessions() == 0 || active < backend.maxSessions();
    }

    void weigh(int weight) {
        backend = backend.weighing(weight);
    }

    /** A session begins; the life of the backend in which it does, for {@link #close}. */
    int open(long now) {
        count(now, active + 1);
        sessions++;
        peak = Math.max(peak, active);
        return life;
    }

    /** True when a session of this life of the backend ends; one that ended with the backend is gone already. */
    boolean close(long now, int ofLife) {
        if (ofLife != life) {
            return false;
        }
        count(now, active - 1);
        return true;
    }

    /** A session of this life of the backend has been connected: it took so long. */
    void connected(int ofLife, long nanos) {
        if (ofLife == life) {
            stats.connected(nanos);
        }
    }

    /** A session of this life of the backend has had its first byte, so long after it was connected. */
    void answered(int ofLife, long nanos) {
        if (ofLife == life) {
            stats.answered(nanos);
        }
    }

    /** What its sessions have taught. */
    DelayStats delay(Delay of) {
        return stats.delay(of);
    }

    /** Ends all sessions; how many they were. */
    int fail(long now) {
        int lost = active;
        count(now, 0);
        life++;
        isUp = false;
        return lost;
    }

    void recover() {
        isUp = true;
    }

    /** Of some sessions that were picked, this share should have come here. */
    void expect(double share) {
        expected += share;
    }

    private void count(long now, int sessionsNow) {
        area += (double) active * (now - since);
        since = now;
        active = sessionsNow;
    }

    BackendReport report(long now) {
        count(now, active);
        double mean = now == 0 ? active : area / now;
        return new BackendReport(backend.name(), backend.weight(), sessions, expected, peak, mean);
    }
}
