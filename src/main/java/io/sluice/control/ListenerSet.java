package io.sluice.control;

import io.sluice.guard.AccessList;
import io.sluice.guard.Entrance;
import io.sluice.guard.Places;
import io.sluice.model.Protocol;
import io.sluice.model.TerminationCode;
import io.sluice.net.Worker;
import io.sluice.pool.Backend;
import io.sluice.pool.Pool;
import io.sluice.stats.ListenerStats;
import io.sluice.stats.LiveSessions;
import io.sluice.stats.SessionId;
import io.sluice.stats.SessionLog;
import io.sluice.tcp.TcpListener;
import io.sluice.tcp.TcpSettings;
import io.sluice.topology.ListenerSpec;
import io.sluice.udp.OwnAddresses;
import io.sluice.udp.UdpListener;
import io.sluice.udp.UdpSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** The listeners that are open: all of a configuration's, or none. Used on the control loop only; readers get copies. */
final class ListenerSet {

    private final List<Worker> workers;
    private final Places places;
    private final SessionLog log;
    private final OwnAddresses ownAddresses = new OwnAddresses();
    private volatile List<RunningListener> open = List.of();

    ListenerSet(List<Worker> workers, Places places, SessionLog log) {
        this.workers = workers;
        this.places = places;
        this.log = log;
    }

    /**
     * Binds every listener, then lets all of them take clients.
     *
     * @throws IOException names the listener and the address that could not be bound; nothing is left open then
     */
    void open(List<ListenerSpec> specs, Function<String, Pool> pools) throws IOException {
        List<RunningListener> bound = new ArrayList<>();
        for (ListenerSpec spec : specs) {
            try {
                bound.add(bind(spec, pools.apply(spec.pool())));
            } catch (IOException e) {
                close(bound);
                throw new IOException("listener=" + spec.name() + " cannot be opened: " + e.getMessage(), e);
            }
        }
        open = List.copyOf(bound);
        allOf(open.stream().map(RunningListener::start).toList()).join();
    }

    private RunningListener bind(ListenerSpec spec, Pool pool) throws IOException {
        ListenerStats stats = new ListenerStats();
        AccessList access = new AccessList(spec.allow(), spec.deny());
        Entrance entrance = new Entrance(access, spec.maxSessions(), stats, places);
        return spec.protocol() == Protocol.TCP
                ? bindTcp(spec, pool, entrance, stats)
                : bindUdp(spec, pool, entrance, stats);
    }

    private RunningListener bindTcp(ListenerSpec spec, Pool pool, Entrance entrance, ListenerStats stats)
            throws IOException {
        TcpSettings settings = new TcpSettings(
                spec.name(),
                pool,
                entrance,
                stats,
                log,
                spec.idleTimeout().toNanos(),
                spec.halfCloseTimeout().toNanos());
        return new TcpRunning(spec, stats, TcpListener.open(spec.addresses(), settings, workers));
    }

    private RunningListener bindUdp(ListenerSpec spec, Pool pool, Entrance entrance, ListenerStats stats)
            throws IOException {
        UdpSettings settings = new UdpSettings(
                spec.name(),
                pool,
                entrance,
                stats,
                log,
                spec.idleTimeout().toNanos(),
                spec.responses(),
                spec.requests());
        return new UdpRunning(spec, stats, UdpListener.open(spec.addresses(), settings, workers, ownAddresses));
    }

    private static void close(List<RunningListener> bound) {
        allOf(bound.stream().map(RunningListener::stopAccepting).toList())
                .thenCompose(stopped -> allOf(bound.stream()
                        .map(listener -> listener.cut(TerminationCode.SHUTDOWN))
                        .toList()))
                .join();
    }

    CompletableFuture<Void> stopAccepting() {
        return allOf(open.stream().map(RunningListener::stopAccepting).toList());
    }

    CompletableFuture<Void> cut(TerminationCode code) {
        return allOf(open.stream().map(listener -> listener.cut(code)).toList());
    }

    /**
     * Ends sessions of one backend over all listeners of one protocol.
     *
     * @param permits one is taken for each session; without one, none is ended
     */
    CompletableFuture<Void> endSessionsOf(
            Backend backend, Protocol protocol, AtomicInteger permits, TerminationCode code) {
        return allOf(open.stream()
                .filter(listener -> listener.spec().protocol() == protocol)
                .map(listener -> listener.endSessionsOf(backend, permits, code))
                .toList());
    }

    /** Ends the sessions of a backend that the operator has closed, over all listeners. */
    CompletableFuture<Void> withdraw(Backend backend) {
        return allOf(open.stream().map(listener -> listener.withdraw(backend)).toList());
    }

    /** Lists open sessions, over all listeners. Any thread. */
    CompletableFuture<Void> tellTo(LiveSessions list) {
        return allOf(open.stream().map(listener -> listener.tellTo(list)).toList());
    }

    /** Ends the session of this name; {@code found} is run on any thread if there is one. Any thread. */
    CompletableFuture<Void> kill(SessionId id, Runnable found) {
        return allOf(open.stream().map(listener -> listener.kill(id, found)).toList());
    }

    /** Any thread. */
    List<RunningListener> all() {
        return open;
    }

    /** Sessions that are open now, over all listeners. Any thread. */
    long sessions() {
        return open.stream().mapToLong(listener -> listener.stats().active()).sum();
    }

    private static CompletableFuture<Void> allOf(List<CompletableFuture<Void>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
    }
}
