package io.sluice.stats;

import io.sluice.model.ConnectFailure;
import java.util.concurrent.atomic.LongAdder;

/**
 * The counters of one backend, for as long as anyone uses it. Written by all worker loops, read by pickers, metrics and the
 * admin API. Thread-safe, no lock. A session is counted when it is picked, before it is connected, and uncounted exactly once.
 */
public final class BackendStats {

    private final Gauge active = new Gauge();
    private final LongAdder total = new LongAdder();
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final Tally<ConnectFailure> connectFailures = new Tally<>(ConnectFailure.class);
    private final ConnectTimes connectTimes = new ConnectTimes();

    /** Counts a session unless the backend holds {@code limit} already; 0 = no limit. Exact over all workers. */
    public boolean tryOpen(int limit) {
        return active.tryOpen(limit);
    }

    /** A session that {@link #tryOpen} counted has ended, or could not be connected. */
    public void close() {
        active.close();
    }

    /** A counted session has reached the backend. */
    public void connected(long nanos) {
        total.increment();
        connectTimes.record(nanos);
    }

    /** A counted session has reached the backend without a handshake that could be timed (UDP). */
    public void associated() {
        total.increment();
    }

    public void connectFailed(ConnectFailure failure) {
        connectFailures.increment(failure);
    }

    public void moved(long in, long out) {
        bytesIn.add(in);
        bytesOut.add(out);
    }

    public int active() {
        return active.value();
    }

    /** Sessions that reached the backend since it was first seen. */
    public long total() {
        return total.sum();
    }

    /** Bytes from clients ({@code IN}) or to clients ({@code OUT}). */
    public long bytes(Direction direction) {
        return direction == Direction.IN ? bytesIn.sum() : bytesOut.sum();
    }

    public Tally<ConnectFailure> connectFailures() {
        return connectFailures;
    }

    public ConnectTimes connectTimes() {
        return connectTimes;
    }
}
