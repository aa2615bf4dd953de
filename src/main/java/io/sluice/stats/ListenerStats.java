package io.sluice.stats;

import io.sluice.model.Refusal;
import io.sluice.model.TerminationCode;
import java.util.concurrent.atomic.LongAdder;

/**
 * The counters of one listener over all its addresses and workers. Thread-safe, no lock. Every session that {@link #accepted}
 * counted is {@link #ended} exactly once, refused ones included, so the sum over the codes is the number accepted.
 */
public final class ListenerStats {

    private final LongAdder accepted = new LongAdder();
    private final Gauge active = new Gauge();
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final LongAdder datagramsIn = new LongAdder();
    private final LongAdder datagramsOut = new LongAdder();
    private final Tally<Refusal> refused = new Tally<>(Refusal.class);
    private final Tally<TerminationCode> ended = new Tally<>(TerminationCode.class);
    private final Tally<Drop> dropped = new Tally<>(Drop.class);

    /** A client came: a connection was accepted, or a datagram opened a session. */
    public void accepted() {
        accepted.increment();
    }

    /** Takes one of {@code limit} places; 0 = no limit. Exact over all workers. */
    public boolean tryOpen(int limit) {
        return active.tryOpen(limit);
    }

    /** Gives the place back that {@link #tryOpen} took. */
    public void close() {
        active.close();
    }

    public void ended(TerminationCode code) {
        ended.increment(code);
    }

    public void refused(Refusal reason) {
        refused.increment(reason);
    }

    public void moved(long in, long out) {
        bytesIn.add(in);
        bytesOut.add(out);
    }

    public void datagrams(long in, long out) {
        datagramsIn.add(in);
        datagramsOut.add(out);
    }

    public void dropped(Drop reason) {
        dropped.increment(reason);
    }

    public long acceptedTotal() {
        return accepted.sum();
    }

    public int active() {
        return active.value();
    }

    /** Bytes from clients ({@code IN}) or to clients ({@code OUT}). */
    public long bytes(Direction direction) {
        return direction == Direction.IN ? bytesIn.sum() : bytesOut.sum();
    }

    /** Datagrams from clients ({@code IN}) or to clients ({@code OUT}). */
    public long datagrams(Direction direction) {
        return direction == Direction.IN ? datagramsIn.sum() : datagramsOut.sum();
    }

    public Tally<Refusal> refused() {
        return refused;
    }

    public Tally<TerminationCode> ended() {
        return ended;
    }

    public Tally<Drop> dropped() {
        return dropped;
    }
}
