package io.sluice.net;

import io.netty.channel.ChannelException;
import io.netty.channel.epoll.LinuxSocket;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;

/** Opens datagram sockets: listening, connected and reply-only ones. All are non-blocking and close on exec. */
public final class DatagramSockets {

    private static final int SOL_IP = 0;
    private static final int IP_RECVORIGDSTADDR = 20;
    private static final int SOL_IPV6 = 41;
    private static final int IPV6_V6ONLY = 26;

    /** What a listening socket asks for in each direction; the kernel grants up to net.core.rmem_max and wmem_max. */
    private static final int BUFFER_BYTES = 2 * 1024 * 1024;

    private DatagramSockets() {}

    /**
     * A bound socket that shares its address with the other workers'. On the IPv4 wildcard it tells of each datagram which local
     * address it came to. SO_REUSEADDR is not set: for datagrams it would let any user of the machine bind the same address.
     */
    public static LinuxSocket listen(InetSocketAddress address) throws ChannelException, IOException {
        LinuxSocket socket = open(address);
        try {
            socket.setReusePort(true);
            socket.setReceiveBufferSize(BUFFER_BYTES);
            socket.setSendBufferSize(BUFFER_BYTES);
            if (isIpv4Wildcard(address)) {
                socket.setIntOpt(SOL_IP, IP_RECVORIGDSTADDR, 1);
            }
            socket.bind(address);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Fails if somebody uses the address already: a shared port would be granted to a second process of the same user. */
    public static void requireFree(InetSocketAddress address) throws ChannelException, IOException {
        LinuxSocket socket = open(address);
        try {
            socket.bind(address);
        } finally {
            socket.close();
        }
    }

    /** A socket that sends to this address and receives from it alone. */
    public static LinuxSocket connected(InetSocketAddress peer) throws ChannelException, IOException {
        LinuxSocket socket = open(peer);
        try {
            socket.connect(peer);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * A socket that sends from one local address of an IPv4 wildcard listener, and shares its port with it. It is connected to
     * its own address, which never sends: a connected socket takes nothing but its peer's datagrams, so clients' go on to the
     * wildcard sockets. Between bind and connect it may still have taken some; whoever opens it reads them.
     */
    public static LinuxSocket replying(InetSocketAddress local) throws ChannelException, IOException {
        LinuxSocket socket = open(local);
        try {
            socket.setReusePort(true);
            socket.bind(local);
            socket.connect(local);
            socket.setSendBufferSize(BUFFER_BYTES);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    public static boolean isIpv4Wildcard(InetSocketAddress address) {
        return address.getAddress().isAnyLocalAddress() && !(address.getAddress() instanceof Inet6Address);
    }

    private static LinuxSocket open(InetSocketAddress address) throws ChannelException, IOException {
        boolean isIpv6 = address.getAddress() instanceof Inet6Address;
        LinuxSocket socket = LinuxSocket.newSocketDgram(isIpv6);
        if (!isIpv6) {
            return socket;
        }
        try {
            socket.setIntOpt(SOL_IPV6, IPV6_V6ONLY, 1);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
