package io.sluice.tcp;

import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.NativeInetAddress;
import io.netty.channel.unix.Socket;
import io.sluice.model.Flow;
import io.sluice.model.Protocol;
import io.sluice.model.Refusal;
import io.sluice.net.Descriptor;
import io.sluice.net.Errno;
import io.sluice.net.Events;
import io.sluice.net.Readiness;
import io.sluice.net.StreamSockets;
import io.sluice.net.Ticking;
import io.sluice.net.Worker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts the clients of one address on one worker and starts a session for each. Used on that worker only.
 *
 * <pre>
 * ACCEPTING ◀──a tick later── PAUSED
 *     └──out of descriptors or memory──▲
 * ACCEPTING, PAUSED ──stop: what the kernel has accepted is served──▶ CLOSED
 * </pre>
 */
final class Acceptor implements Readiness, Ticking {

    private static final int ACCEPTS_PER_TURN = 64;
    private static final long WARNING_PERIOD_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);

    private final LinuxSocket socket;
    private final Descriptor descriptor;
    private final InetSocketAddress address;
    private final boolean isWildcard;
    private final SessionTable table;
    private final Supplier<TcpSettings> current;
    private final Relay relay;
    /** What accept fills in: a length, then address, scope and port. */
    private final byte[] peer = new byte[26];

    private boolean paused;
    private boolean hasWarned;
    private long warnedNanos;

    /** @param current what sessions go by that begin now */
    Acceptor(
            LinuxSocket socket,
            InetSocketAddress address,
            SessionTable table,
            Supplier<TcpSettings> current,
            Relay relay) {
        this.socket = socket;
        this.descriptor = new Descriptor(table.worker(), socket, this);
        this.address = address;
        this.isWildcard = address.getAddress().isAnyLocalAddress();
        this.table = table;
        this.current = current;
        this.relay = relay;
    }

    Worker worker() {
        return table.worker();
    }

    /**
     * Lets the kernel take clients, who wait until {@link #start}. From any thread.
     *
     * @throws IOException if another process has come first
     */
    void listen() throws IOException {
        socket.listen(TcpListener.BACKLOG);
    }

    /** Gives the socket back that nobody has used. From any thread. */
    void abandon() throws IOException {
        socket.close();
    }

    /** From now on, accepted sockets give up after this much silence about bytes of ours. */
    void inherit(long userTimeoutMillis) {
        try {
            StreamSockets.watchForDeadPeer(socket, userTimeoutMillis);
        } catch (IOException e) { // closed meanwhile, or the old time stays: it is a matter of minutes
            LOG.debug(
                    "listener={} cannot set the user timeout: {}", current.get().listener(), e.getMessage());
        }
    }

    void start() {
        descriptor.watch(Events.READ);
    }

    @Override
    public void ready(int events) {
        if (!paused) {
            acceptSome();
        }
    }

    private void acceptSome() {
        for (int i = 0; i < ACCEPTS_PER_TURN; i++) {
            if (descriptor.isClosed() || !acceptOne()) {
                return;
            }
        }
        descriptor.watch(Events.READ); // who still waits is told again, after others had their turn
    }

    /** True if there may be another client waiting. */
    private boolean acceptOne() {
        int fd;
        try {
            fd = socket.accept(peer);
        } catch (IOException e) {
            return survives(Errno.of(e));
        }
        if (fd < 0) {
            return false;
        }
        InetSocketAddress source = NativeInetAddress.address(peer, 1, peer[0]);
        TcpSettings settings = current.get();
        Flow flow = new Flow(Protocol.TCP, source, destination(fd, settings));
        begin(new TcpSession(table, settings, relay, new FileDescriptor(fd), flow));
        return true;
    }

    /** The address that the client used: on a wildcard the kernel knows it, and is asked only when a pick depends on it. */
    private InetSocketAddress destination(int fd, TcpSettings settings) {
        if (!isWildcard || !settings.pool().needsDestination()) {
            return address;
        }
        InetSocketAddress used = new Socket(fd).localAddress();
        return used == null ? address : used; // null: reset already
    }

    private void begin(TcpSession session) {
        try {
            session.start();
        } catch (Throwable e) { // a bug in one session must not keep the next client out
            table.worker().alarm().raised(e);
            session.failed(e);
        }
    }

    /** Some failures are the one client's; others will meet the next client too. */
    private boolean survives(int errno) {
        if (!Errno.isOutOfDescriptors(errno) && errno != Errno.ENOBUFS && errno != Errno.ENOMEM) {
            return errno == Errno.ECONNABORTED;
        }
        current.get().stats().refused(Refusal.DESCRIPTORS);
        if (!paused) {
            paused = true;
            warn(errno);
            table.worker().keepTicking(this);
        }
        return false;
    }

    @Override
    public boolean tick(long nowNanos) {
        if (descriptor.isClosed()) {
            return false;
        }
        paused = false;
        acceptSome();
        return paused;
    }

    private void warn(int errno) {
        long now = System.nanoTime();
        if (hasWarned && now - warnedNanos < WARNING_PERIOD_NANOS) {
            return;
        }
        hasWarned = true;
        warnedNanos = now;
        LOG.warn(
                "listener={} accepting is paused: {}",
                current.get().listener(),
                Errno.isOutOfDescriptors(errno) ? "out of file descriptors (raise LimitNOFILE)" : "out of memory");
    }

    /** Serves what the kernel has accepted already, then closes: closing first would reset those clients. */
    void stop() {
        paused = false;
        try {
            StreamSockets.dropNewcomers(socket);
        } catch (IOException e) { // then who comes between the last accept and the close is reset
            LOG.debug("listener={} cannot filter: {}", current.get().listener(), e.getMessage());
        }
        for (int i = 0; i < TcpListener.BACKLOG && !descriptor.isClosed(); i++) {
            if (!acceptOne()) {
                break;
            }
        }
        descriptor.closeNow(); // not later: who completes a handshake before it is closed is reset
    }

    @Override
    public void failed(Throwable cause) {
        // The client at hand is lost, the listener is not: the next edge goes on.
    }
}
