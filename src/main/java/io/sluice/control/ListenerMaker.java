package io.sluice.control;

import io.sluice.guard.AccessList;
import io.sluice.guard.Entrance;
import io.sluice.guard.Places;
import io.sluice.model.Protocol;
import io.sluice.net.Rebinding;
import io.sluice.net.Worker;
import io.sluice.pool.Pool;
import io.sluice.stats.ListenerStats;
import io.sluice.stats.SessionLog;
import io.sluice.tcp.TcpListener;
import io.sluice.tcp.TcpSettings;
import io.sluice.topology.ListenerSpec;
import io.sluice.udp.OwnAddresses;
import io.sluice.udp.UdpListener;
import io.sluice.udp.UdpSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Predicate;

/** Makes listeners of either protocol, and has them change their addresses and settings. Used on the control loop only. */
final class ListenerMaker {

    private final List<Worker> workers;
    private final Places places;
    private final SessionLog log;
    private final OwnAddresses ownAddresses = new OwnAddresses();

    ListenerMaker(List<Worker> workers, Places places, SessionLog log) {
        this.workers = workers;
        this.places = places;
        this.log = log;
    }

    /** A listener that has no address yet. */
    RunningListener make(ListenerSpec spec, Pool pool, ListenerStats stats) {
        return spec.protocol() == Protocol.TCP
                ? new TcpRunning(spec, stats, new TcpListener(tcp(spec, pool, stats), workers))
                : new UdpRunning(spec, stats, new UdpListener(udp(spec, pool, stats), workers, ownAddresses));
    }

    /**
     * Prepares what the specification says of the listener.
     *
     * @param isOurs true for an address that another of our listeners is about to give up
     * @throws IOException names the address that cannot be had
     */
    Rebinding rebind(RunningListener listener, ListenerSpec next, Pool pool, Predicate<InetSocketAddress> isOurs)
            throws IOException {
        ListenerStats stats = listener.stats();
        if (listener instanceof TcpRunning tcp) {
            return tcp.listener().rebind(next.addresses(), tcp(next, pool, stats), isOurs);
        }
        return ((UdpRunning) listener).listener().rebind(next.addresses(), udp(next, pool, stats));
    }

    private TcpSettings tcp(ListenerSpec spec, Pool pool, ListenerStats stats) {
        return new TcpSettings(
                spec.name(),
                pool,
                entrance(spec, stats),
                stats,
                log,
                spec.idleTimeout().toNanos(),
                spec.halfCloseTimeout().toNanos());
    }

    private UdpSettings udp(ListenerSpec spec, Pool pool, ListenerStats stats) {
        return new UdpSettings(
                spec.name(),
                pool,
                entrance(spec, stats),
                stats,
                log,
                spec.idleTimeout().toNanos(),
                spec.responses(),
                spec.requests());
    }

    private Entrance entrance(ListenerSpec spec, ListenerStats stats) {
        return new Entrance(new AccessList(spec.allow(), spec.deny()), spec.maxSessions(), stats, places);
    }
}
