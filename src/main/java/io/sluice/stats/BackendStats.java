package io.sluice.stats;

import io.sluice.model.ConnectFailure;
import io.sluice.model.Delay;
import io.sluice.model.ProbeStatistics;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

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
    private final LongAdder ejections = new LongAdder();
    private final ConnectTimes connectTimes = new ConnectTimes();
    private final RecentConnects recentConnects = new RecentConnects();
    private final LongSupplier clock;
    private final DelayStats connect;
    private final DelayStats firstByte;

    public BackendStats() {
        this(System::nanoTime);
    }

    /** @param clock nanoseconds from any origin: when a delay was measured */
    public BackendStats(LongSupplier clock) {
        this.clock = clock;
        this.connect = new DelayStats(clock.getAsLong());
        this.firstByte = new DelayStats(clock.getAsLong());
    }

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
        recentConnects.reached(nanos);
        connect.observe(nanos, clock.getAsLong());
    }

    /** A session that was {@link #connected} has had the backend's first byte; see {@link Delay#FIRST_BYTE}. Once per session. */
    public void answered(long nanos) {
        firstByte.observe(nanos, clock.getAsLong());
    }

    /** A session without a handshake has had the backend's first reply: all that there is to be timed. Once per session. */
    public void replied(long nanos) {
        long now = clock.getAsLong();
        recentConnects.reached(nanos);
        connect.observe(nanos, now);
        firstByte.observe(nanos, now);
    }

    /** A counted session has reached the backend without a handshake that could be timed (UDP). */
    public void associated() {
        total.increment();
    }

    public void connectFailed(ConnectFailure failure) {
        connectFailures.increment(failure);
        recentConnects.failed();
    }

    /** Taken out for a while because sessions could not connect it. */
    public void ejected() {
        ejections.increment();
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

    /** How often it was {@link #ejected}. */
    public long ejections() {
        return ejections.sum();
    }

    public ConnectTimes connectTimes() {
        return connectTimes;
    }

    /** What sessions have taught of a delay. */
    public DelayStats delay(Delay of) {
        return of == Delay.CONNECT ? connect : firstByte;
    }

    /** How long a peak EWMA remembers: its time constant from now on. On the control loop. */
    public void decayOver(long tauNanos) {
        connect.decayOver(tauNanos);
        firstByte.decayOver(tauNanos);
    }

    /** The last attempts of sessions to reach this backend (UDP: replies, and refusals), as if they had been probes. */
    public ProbeStatistics recentConnects() {
        return recentConnects.statistics();
    }
}
