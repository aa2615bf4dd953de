package io.sluice.udp;

import io.netty.channel.ChannelException;
import io.netty.channel.epoll.LinuxSocket;
import io.sluice.net.DatagramSockets;
import io.sluice.net.Errno;
import io.sluice.net.LocalAddresses;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * The sockets of a listener while they are being bound: each address once per worker. The IPv6 wildcard also gets a socket for
 * each IPv6 address that the machine has now, since the kernel's word on where a datagram was sent to does not reach us for
 * IPv6: what is answered through such a socket leaves from its address.
 */
final class Binding {

    /** A machine with more addresses answers from the address that the kernel chooses. */
    private static final int MOST_LOCAL_ADDRESSES = 64;

    private final LocalAddresses local;
    private final List<List<LinuxSocket>> socketsByWorker = new ArrayList<>();
    private final List<InetSocketAddress> bound = new ArrayList<>();
    private final List<InetSocketAddress> listening = new ArrayList<>();

    Binding(int workers, LocalAddresses local) {
        this.local = local;
        for (int i = 0; i < workers; i++) {
            socketsByWorker.add(new ArrayList<>());
        }
    }

    /** Binds one address of the listener. */
    void add(InetSocketAddress address) throws IOException, ChannelException {
        InetSocketAddress actual = bind(address);
        listening.add(actual);
        boolean isWildcard6 = actual.getAddress() instanceof Inet6Address
                && actual.getAddress().isAnyLocalAddress();
        if (!isWildcard6 || local.ipv6().size() > MOST_LOCAL_ADDRESSES) {
            return;
        }
        for (Inet6Address each : local.ipv6()) {
            try {
                bind(new InetSocketAddress(each, actual.getPort()));
            } catch (IOException e) {
                if (Errno.of(e) != Errno.EADDRNOTAVAIL) { // gone or not yet usable: the wildcard takes its datagrams
                    throw e;
                }
            }
        }
    }

    private InetSocketAddress bind(InetSocketAddress address) throws IOException, ChannelException {
        List<LinuxSocket> sockets = new ArrayList<>();
        InetSocketAddress actual = address;
        try {
            for (int i = 0; i < socketsByWorker.size(); i++) {
                LinuxSocket socket = DatagramSockets.listen(actual);
                sockets.add(socket);
                actual = new InetSocketAddress(
                        address.getAddress(), socket.localAddress().getPort());
            }
        } catch (IOException | ChannelException e) {
            closeAll(sockets);
            throw e;
        }
        for (int i = 0; i < sockets.size(); i++) {
            socketsByWorker.get(i).add(sockets.get(i));
        }
        bound.add(actual);
        return actual;
    }

    /** The addresses of the listener, with their ports. */
    List<InetSocketAddress> listening() {
        return List.copyOf(listening);
    }

    /** The addresses that sockets are bound to, in the order of {@link #sockets}. */
    List<InetSocketAddress> bound() {
        return List.copyOf(bound);
    }

    List<LinuxSocket> sockets(int worker) {
        return List.copyOf(socketsByWorker.get(worker));
    }

    /** Gives everything back. */
    void close() throws IOException {
        for (List<LinuxSocket> sockets : socketsByWorker) {
            closeAll(sockets);
        }
    }

    private static void closeAll(List<LinuxSocket> sockets) throws IOException {
        for (LinuxSocket socket : sockets) {
            socket.close();
        }
    }
}
