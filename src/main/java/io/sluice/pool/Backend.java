package io.sluice.pool;

import io.sluice.model.Endpoint;
import io.sluice.stats.BackendStats;
import org.jspecify.annotations.Nullable;

/**
 * One backend of one pool: its identity and its counters. Made when it is first seen, kept over snapshots and reloads until its
 * last session has ended. Immutable but for the counters.
 */
public final class Backend {

    private final String pool;
    private final String name;
    private final Endpoint endpoint;
    private final BackendStats stats = new BackendStats();
    private final ConnectStreak streak = new ConnectStreak();
    private volatile boolean abandoned;
    private volatile @Nullable WaitingLine line;

    public Backend(String pool, String name, Endpoint endpoint) {
        this.pool = pool;
        this.name = name;
        this.endpoint = endpoint;
    }

    /** The name of the pool it belongs to. */
    public String pool() {
        return pool;
    }

    public String name() {
        return name;
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    public BackendStats stats() {
        return stats;
    }

    public ConnectStreak streak() {
        return streak;
    }

    /** True while it is failed or ejected and others serve in its place: a session that can move should. */
    public boolean isAbandoned() {
        return abandoned;
    }

    /** On the control loop, with the snapshot that says so. */
    public void setAbandoned(boolean abandoned) {
        if (this.abandoned != abandoned) {
            this.abandoned = abandoned;
        }
    }

    /** A session that was counted on it has ended, or could not be connected: its place goes to whoever waits first. */
    public void release() {
        stats.close();
        WaitingLine waiting = line;
        if (waiting != null) {
            waiting.drain();
        }
    }

    /** From now on, its free places go to this line first. */
    void serve(WaitingLine waiting) {
        line = waiting;
    }

    @Override
    public String toString() {
        return "pool=" + pool + " backend=" + name;
    }
}
