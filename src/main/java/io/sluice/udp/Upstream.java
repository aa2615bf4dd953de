package io.sluice.udp;

import io.netty.channel.ChannelException;
import io.netty.channel.epoll.LinuxSocket;
import io.sluice.model.Endpoint;
import io.sluice.model.Flow;
import io.sluice.net.DatagramSockets;
import io.sluice.net.Descriptor;
import io.sluice.net.Errno;
import io.sluice.net.Events;
import io.sluice.net.Readiness;
import io.sluice.pool.Backend;
import io.sluice.pool.Pool;
import io.sluice.pool.Tried;
import io.sluice.stats.Drop;
import io.sluice.stats.LiveSession;
import io.sluice.stats.LiveSessions;
import io.sluice.stats.SessionId;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The backend side of one session: the backend it is pinned to, and the connected socket to it. A backend that refuses or that the
 * probes call failed is left at the client's next datagram, for one that has not refused since the last answer if there is one. On
 * one worker.
 */
final class Upstream {

    private final Lane lane;
    private final Pool pool;
    private final Flow flow;
    private final Readiness owner;
    private final FirstReply firstReply = new FirstReply();
    private Tried tried = Tried.NONE;
    private int attempts;
    private boolean isBroken;
    private boolean isCounted;
    private @Nullable Backend backend;
    private @Nullable LinuxSocket socket;
    private @Nullable Descriptor descriptor;

    /** @param owner is told what the socket has to say */
    Upstream(Lane lane, Pool pool, Flow flow, Readiness owner) {
        this.lane = lane;
        this.pool = pool;
        this.flow = flow;
        this.owner = owner;
    }

    /** Picks a backend and opens a socket to it. Null when both were had, or what becomes of the datagram at hand. */
    @Nullable
    Drop associate() {
        int limit = Math.max(1, pool.snapshot().connect().attempts());
        for (int i = 0; i < limit; i++) {
            Backend picked = pick(pool);
            if (picked == null) {
                return Drops.of(pool.refusal());
            }
            attempts++;
            Drop failed = reach(picked);
            if (failed != Drop.BACKEND_REFUSED) {
                return failed;
            }
        }
        return Drop.BACKEND_REFUSED;
    }

    private @Nullable Backend pick(Pool pool) {
        Backend picked = pool.pick(flow, tried, lane.worker().random());
        if (picked != null || tried == Tried.NONE) {
            return picked;
        }
        tried = Tried.NONE; // all have refused: the first that did may be back
        return pool.pick(flow, tried, lane.worker().random());
    }

    /** Null, or BACKEND_REFUSED when another backend may be tried, or what ends the matter. */
    private @Nullable Drop reach(Backend picked) {
        if (picked == backend && socket != null) {
            isCounted = true; // nobody else is left: its socket is as good as a new one
            isBroken = false;
            return null;
        }
        closeSocket();
        int errno = open(picked);
        if (errno == 0) {
            backend = picked;
            isCounted = true;
            isBroken = false;
            firstReply.reset();
            picked.stats().associated();
            return null;
        }
        picked.release();
        Drop reason = Drops.ofOpening(errno);
        if (reason == Drop.BACKEND_REFUSED) {
            picked.stats().connectFailed(Errno.toConnectFailure(errno));
            picked.streak().failed();
            tried = tried.with(picked);
        }
        return reason;
    }

    private int open(Backend picked) {
        if (!(picked.endpoint() instanceof Endpoint.Inet inet)) {
            return Errno.ECONNREFUSED; // a UNIX stream socket takes no datagrams
        }
        InetSocketAddress address = inet.address();
        if (lane.isOwn(address)) {
            return Drops.LOOP_ERRNO;
        }
        try {
            LinuxSocket opened = DatagramSockets.connected(address);
            socket = opened;
            descriptor = new Descriptor(lane.worker(), opened, owner);
            descriptor.watch(Events.READ_LEVEL);
            return 0;
        } catch (IOException | ChannelException e) {
            return Errno.of(e);
        }
    }

    /** Leaves the backend that refused and associates with another. */
    @Nullable
    Drop move() {
        if (backend != null) {
            tried = tried.with(backend);
        }
        uncount();
        return associate();
    }

    /** The backend refused: an ICMP answer, or no way to it. The datagram that is lost by it is counted by the caller. */
    void refused(int errno) {
        if (backend != null && !isBroken) {
            backend.stats().connectFailed(Errno.toConnectFailure(errno));
            backend.streak().failed();
        }
        isBroken = true;
    }

    /** It was sent a datagram. */
    void sent() {
        firstReply.sent();
    }

    /** It answered: whoever refused earlier is forgiven. */
    void answered() {
        tried = Tried.NONE;
        if (backend != null) {
            firstReply.received(backend.stats());
            backend.streak().succeeded();
        }
    }

    /** True when the next datagram should go to another backend: this one refused, or is failed while others serve. */
    boolean isBroken() {
        return isBroken || (backend != null && backend.isAbandoned());
    }

    /** Adds the session to a list if it is asked for; false when that is full. */
    boolean tellTo(LiveSessions list, SessionId id, String listener, long ageNanos, Traffic traffic) {
        String itsPool = backend == null ? pool.name() : backend.pool();
        String name = backend == null ? null : backend.name();
        InetSocketAddress client = flow.source();
        if (!list.filter().takes(itsPool, name, client.getAddress())) {
            return true;
        }
        return list.add(new LiveSession(
                id, listener, flow.protocol(), client, itsPool, name, ageNanos, traffic.bytesIn(), traffic.bytesOut()));
    }

    int attempts() {
        return attempts;
    }

    /** The backend that the session is with, or was with last. */
    @Nullable
    Backend backend() {
        return backend;
    }

    /** The connected socket; there is one while the session lives. */
    LinuxSocket socket() {
        LinuxSocket open = socket;
        if (open == null) {
            throw new IllegalStateException("no socket to a backend"); // a session without one has ended
        }
        return open;
    }

    void close() {
        uncount();
        closeSocket();
    }

    private void uncount() {
        if (isCounted && backend != null) {
            isCounted = false;
            backend.release();
        }
    }

    private void closeSocket() {
        if (descriptor != null) {
            descriptor.close();
            descriptor = null;
            socket = null;
        }
    }
}
