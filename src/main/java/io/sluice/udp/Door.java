package io.sluice.udp;

import io.netty.channel.epoll.LinuxSocket;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One bound address of a listener: a socket for each worker, in their order, and on the IPv4 wildcard what its replies leave
 * through.
 */
record Door(
        InetSocketAddress address,
        List<LinuxSocket> sockets,
        @Nullable ReplySockets replySockets) {

    Door {
        sockets = List.copyOf(sockets);
    }
}
