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

    private final int workers;
    private final LocalAddresses local;
    private final List<Door> doors = new ArrayList<>();
    private final List<InetSocketAddress> listening = new ArrayList<>();

    Binding(int workers, LocalAddresses local) {
        this.workers = workers;
        this.local = local;
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
            bindUnlessGone(new InetSocketAddress(each, actual.getPort()));
        }
    }

    private void bindUnlessGone(InetSocketAddress address) throws IOException {
        try {
            InetSocketAddress unused = bind(address);
        } catch (IOException e) {
            if (Errno.of(e) != Errno.EADDRNOTAVAIL) { // gone or not yet usable: the wildcard takes its datagrams
                throw e;
            }
        }
    }

    private InetSocketAddress bind(InetSocketAddress address) throws IOException, ChannelException {
        List<LinuxSocket> sockets = new ArrayList<>();
        InetSocketAddress actual = address;
        try {
            for (int i = 0; i < workers; i++) {
                LinuxSocket socket = DatagramSockets.listen(actual);
                sockets.add(socket);
                actual = new InetSocketAddress(
                        address.getAddress(), socket.localAddress().getPort());
            }
        } catch (IOException | ChannelException e) {
            closeAll(sockets);
            throw e;
        }
        boolean needsReplySockets = DatagramSockets.isIpv4Wildcard(address);
        doors.add(
                new Door(actual, sockets, needsReplySockets ? new ReplySockets(actual.getPort(), local.ipv4()) : null));
        return actual;
    }

    /** The addresses of the listener, with their ports. */
    List<InetSocketAddress> listening() {
        return List.copyOf(listening);
    }

    /** All that is bound. */
    List<Door> doors() {
        return List.copyOf(doors);
    }

    /** Gives everything back. */
    void close() throws IOException {
        for (Door door : doors) {
            closeAll(door.sockets());
            if (door.replySockets() != null) {
                door.replySockets().closeUnused();
            }
        }
    }

    private static void closeAll(List<LinuxSocket> sockets) throws IOException {
        for (LinuxSocket socket : sockets) {
            socket.close();
        }
    }
}
