package io.sluice.udp;

import io.netty.channel.ChannelException;
import io.netty.channel.epoll.LinuxSocket;
import io.sluice.net.DatagramSockets;
import io.sluice.net.Descriptor;
import io.sluice.net.Events;
import io.sluice.net.Readiness;
import io.sluice.net.Worker;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The sockets through which an IPv4 wildcard listener answers, one for each local address that clients use, at most
 * {@value #LIMIT}; shared by all workers. Thread-safe; asked once per session.
 *
 * <p>While one is being opened it may take datagrams of clients whose sessions belong elsewhere, so those of the addresses that
 * the machine has are opened before the listener is, and none is closed before the listener is.
 */
final class ReplySockets {

    static final int LIMIT = 256;

    private static final int MOST_BEFOREHAND = LIMIT / 2;

    private final int port;
    private final Map<Integer, LinuxSocket> byLocal = new ConcurrentHashMap<>();
    private final List<Watched> watched = new ArrayList<>();

    ReplySockets(int port, Collection<Inet4Address> beforehand) {
        this.port = port;
        beforehand.stream().limit(MOST_BEFOREHAND).forEach(each -> open(ClientKey.localNumber(each)));
    }

    /** Watches, on the asking worker, the sockets that were opened beforehand. */
    synchronized void adopt(Doorway doorway) {
        byLocal.forEach((local, socket) -> watched.add(new Watched(doorway, socket, local)));
    }

    /** The socket that sends from this local address; null when the limit is reached or the kernel has none to give. */
    @Nullable
    LinuxSocket from(int local, Doorway asking) {
        LinuxSocket known = byLocal.get(local);
        return known != null ? known : opened(local, asking);
    }

    private synchronized @Nullable LinuxSocket opened(int local, Doorway asking) {
        LinuxSocket socket = byLocal.get(local);
        if (socket != null || byLocal.size() >= LIMIT) {
            return socket;
        }
        socket = open(local);
        if (socket != null) {
            watched.add(new Watched(asking, socket, local));
        }
        return socket;
    }

    private @Nullable LinuxSocket open(int local) {
        try {
            LinuxSocket socket = DatagramSockets.replying(new InetSocketAddress(ClientKey.localAddress(local), port));
            byLocal.put(local, socket);
            return socket;
        } catch (IOException | ChannelException e) {
            return null; // a broadcast address ends here, or one that is gone
        }
    }

    /** Closes them, each on the worker that watches it; nobody may send through them any more. */
    synchronized void close() {
        watched.forEach(Watched::close);
        watched.clear();
        byLocal.clear();
    }

    /** Closes what was opened beforehand and is not watched by anyone. */
    void closeUnused() throws IOException {
        for (LinuxSocket socket : byLocal.values()) {
            socket.close();
        }
    }

    /** One of them on the worker that opened it: what it took before it was connected is read there. */
    private static final class Watched implements Readiness {

        private final Doorway doorway;
        private final Worker worker;
        private final LinuxSocket socket;
        private final int local;
        private final Descriptor descriptor;

        Watched(Doorway doorway, LinuxSocket socket, int local) {
            this.doorway = doorway;
            this.worker = doorway.lane().worker();
            this.socket = socket;
            this.local = local;
            this.descriptor = new Descriptor(worker, socket, this);
            descriptor.watch(Events.READ_LEVEL);
        }

        void close() {
            worker.execute(descriptor::close);
        }

        @Override
        public void ready(int events) {
            doorway.receive(socket, local);
        }

        @Override
        public void failed(Throwable cause) {
            doorway.failed(cause);
        }
    }
}
