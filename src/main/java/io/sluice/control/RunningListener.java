package io.sluice.control;

import io.sluice.model.TerminationCode;
import io.sluice.pool.Backend;
import io.sluice.pool.Census;
import io.sluice.stats.ListenerStats;
import io.sluice.stats.LiveSessions;
import io.sluice.stats.SessionId;
import io.sluice.topology.ListenerSpec;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** An open listener of either protocol, as the control loop handles it. */
interface RunningListener {

    ListenerSpec spec();

    ListenerStats stats();

    /** As bound: port 0 is replaced by what the kernel chose. */
    List<InetSocketAddress> addresses();

    /** Sessions that are open now, those that began under earlier settings included. */
    int sessions();

    /** The same under another specification. */
    RunningListener as(ListenerSpec next);

    /** Gives all addresses back, as soon as open sessions can do without them; the sessions go on. */
    CompletableFuture<Void> leave();

    /** Takes no new client; open sessions go on. */
    CompletableFuture<Void> stopAccepting();

    /** Ends every session and closes what is still open. */
    CompletableFuture<Void> cut(TerminationCode code);

    /**
     * Ends sessions of one backend.
     *
     * @param permits one is taken for each session; without one, none is ended
     */
    CompletableFuture<Void> endSessionsOf(Backend backend, AtomicInteger permits, TerminationCode code);

    /** Ends the sessions of a backend that the operator has closed; those not yet connected go to another. */
    CompletableFuture<Void> withdraw(Backend backend);

    /** Lists open sessions. */
    CompletableFuture<Void> tellTo(LiveSessions list);

    /** Shows sessions that are past connecting to a census. */
    CompletableFuture<Void> tellTo(Census census);

    /** Ends the session of this name, if there is one; it is told through {@code found}, on any thread. */
    CompletableFuture<Void> kill(SessionId id, Runnable found);

    default Inventory.Listener view() {
        return new Inventory.Listener(
                spec().name(), spec().protocol(), addresses(), spec().pool(), spec().maxSessions(), stats());
    }
}
