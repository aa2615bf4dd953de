package io.sluice.udp;

import io.netty.channel.epoll.DatagramBatch;
import io.netty.channel.epoll.LinuxSocket;
import io.sluice.net.Descriptor;
import io.sluice.net.Errno;
import io.sluice.net.Events;
import io.sluice.net.Readiness;
import io.sluice.stats.Drop;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One address of a listener on one worker: its socket, and the sessions of the clients that come through it. Everything that one
 * read brought is sorted by session first and then sent on, so that a client's datagrams keep their order and leave together.
 */
final class Doorway implements Readiness {

    private final Lane lane;
    private final LinuxSocket socket;
    private final InetSocketAddress bound;
    private final Descriptor descriptor;
    private final SessionTable<UdpSession> table = new SessionTable<>();
    private final @Nullable ReplySockets replySockets;
    private final ClientKey arriving = new ClientKey();
    private @Nullable UdpSession[] touched = new UdpSession[0];
    private int[] next = new int[0];
    private int[] order = new int[0];
    private int touchedCount;
    private int sessions;
    private @Nullable Runnable whenClosed;

    Doorway(Lane lane, Door door) {
        this.lane = lane;
        this.socket = door.sockets().get(lane.index());
        this.bound = door.address();
        this.descriptor = new Descriptor(lane.worker(), socket, this);
        this.replySockets = door.replySockets();
    }

    /** Starts receiving. */
    void open() {
        int slots = lane.incoming().slots();
        touched = new UdpSession[slots];
        next = new int[slots];
        order = new int[slots];
        descriptor.watch(Events.READ_LEVEL);
        if (replySockets != null && lane.index() == 0) {
            replySockets.adopt(this);
        }
    }

    Lane lane() {
        return lane;
    }

    @Override
    public void ready(int events) {
        receive(socket, 0);
    }

    /**
     * Receives once, as much as there are slots for, and sends it on.
     *
     * @param local for a socket that replies: its local address as a number; else 0
     */
    void receive(LinuxSocket from, int local) {
        DatagramBatch batch = lane.incoming();
        int received;
        try {
            received = batch.receive(from, 0, batch.slots());
        } catch (IOException e) {
            lane.drop(Drops.ofSending(Errno.of(e)) == Drop.CONGESTED ? Drop.LOCAL_RESOURCE : Drop.OTHER, 1);
            return;
        }
        long now = lane.worker().tickNanos();
        for (int slot = 0; slot < received; slot++) {
            arriving.read(batch, slot);
            if (local != 0) {
                arriving.setLocal(local);
            }
            UdpSession session = table.find(arriving);
            if (session == null && local != 0 && lane.hasSiblings()) {
                lane.drop(
                        Drop.OTHER,
                        1); // its next datagram may well come to another worker: a session here would be a second
            } else if (session == null) {
                session = lane.begin(this, arriving);
                now = lane.worker().tickNanos(); // the first session of all starts the clock
            }
            if (session != null && session.take(slot, next, now)) {
                touched[touchedCount++] = session;
            }
        }
        forward(batch);
    }

    private void forward(DatagramBatch batch) {
        for (int i = 0; i < touchedCount; i++) {
            UdpSession session = touched[i];
            if (session != null) {
                session.forward(batch, next, order);
            }
            touched[i] = null;
        }
        touchedCount = 0;
    }

    /** A bug of ours hit one client's datagrams: the rest of what was read with them is lost, the listener is not. */
    @Override
    public void failed(Throwable cause) {
        for (int i = 0; i < touchedCount; i++) {
            UdpSession session = touched[i];
            if (session != null) {
                session.forgetWaiting();
            }
            touched[i] = null;
        }
        touchedCount = 0;
        lane.drop(Drop.OTHER, 1);
    }

    /** Keeps a new session. */
    void keep(UdpSession session) {
        sessions++;
        table.add(session);
    }

    /** The client's next datagram will find nothing. */
    void forget(UdpSession session) {
        table.remove(session);
    }

    /** The address that this client used. */
    InetSocketAddress destination(ClientKey key) {
        return key.local() == 0 ? bound : new InetSocketAddress(ClientKey.localAddress(key.local()), bound.getPort());
    }

    /** The socket whose replies come from the address that this client used; null when none could be had. */
    @Nullable
    LinuxSocket replySocket(ClientKey key) {
        if (replySockets == null || key.local() == 0) {
            return socket;
        }
        return replySockets.from(key.local(), this);
    }

    /** One of its sessions has ended. */
    void ended() {
        sessions--;
        closeWhenDone();
    }

    /** Begins no more sessions, and closes once the last has ended. */
    void retire(Runnable closed) {
        whenClosed = closed;
        closeWhenDone();
    }

    boolean isRetired() {
        return whenClosed != null;
    }

    private void closeWhenDone() {
        if (whenClosed != null && sessions == 0) {
            lane.forget(this);
            close();
            whenClosed.run();
        }
    }

    /** True for the one that serves this. */
    boolean isOf(Door door) {
        return door.sockets().get(lane.index()).equals(socket);
    }

    /** Stops receiving and closes the socket. The sessions have ended before. */
    void close() {
        descriptor.close();
    }
}
