package io.sluice.udp;

import io.netty.channel.ChannelException;
import io.netty.channel.epoll.LinuxSocket;
import io.sluice.net.DatagramSockets;
import io.sluice.net.Descriptor;
import io.sluice.net.Events;
import io.sluice.net.Readiness;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sockets through which an IPv4 wildcard listener answers, one for each local address that clients used, at most
 * {@value #LIMIT}. On one worker; asked once per session.
 */
final class ReplySockets {

    static final int LIMIT = 256;

    private final Doorway doorway;
    private final int port;
    private final Map<Integer, One> byLocal = new HashMap<>();

    ReplySockets(Doorway doorway, int port) {
        this.doorway = doorway;
        this.port = port;
    }

    /** The socket that sends from this local address; null when the limit is reached or the kernel has none to give. */
    @Nullable
    LinuxSocket from(int local) {
        One known = byLocal.get(local);
        if (known != null) {
            return known.socket;
        }
        if (byLocal.size() >= LIMIT) {
            return null;
        }
        try {
            InetSocketAddress address = new InetSocketAddress(ClientKey.localAddress(local), port);
            One opened = new One(DatagramSockets.replying(address), local);
            byLocal.put(local, opened);
            return opened.socket;
        } catch (IOException | ChannelException e) {
            return null; // the datagram is dropped and counted; a broadcast ends here too
        }
    }

    void close() {
        byLocal.values().forEach(each -> each.descriptor.close());
        byLocal.clear();
    }

    /** One of them; what it took before it was connected enters like everything else. */
    private final class One implements Readiness {

        private final LinuxSocket socket;
        private final int local;
        private final Descriptor descriptor;

        One(LinuxSocket socket, int local) {
            this.socket = socket;
            this.local = local;
            this.descriptor = new Descriptor(doorway.lane().worker(), socket, this);
            descriptor.watch(Events.READ_LEVEL);
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
