package io.sluice.net;

import io.netty.channel.ChannelException;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.Buffer;
import io.netty.channel.unix.DomainSocketAddress;
import io.sluice.model.Endpoint;
import java.io.IOException;
import java.lang.ref.Reference;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Opens stream sockets: listening ones and outgoing ones. All are non-blocking and close on exec. */
public final class StreamSockets {

    private static final int SOL_TCP = 6;
    private static final int SOL_IPV6 = 41;
    private static final int IPV6_V6ONLY = 26;
    private static final int TCP_KEEPIDLE = 4;
    private static final int TCP_KEEPINTVL = 5;
    private static final int TCP_KEEPCNT = 6;
    private static final int TCP_USER_TIMEOUT = 18;

    private static final int SOL_SOCKET = 1;
    private static final int SO_ATTACH_FILTER = 26;

    /** {@code struct sock_filter} and {@code struct sock_fprog} of {@code linux/filter.h} on 64-bit machines. */
    private static final int BPF_INSTRUCTION_BYTES = 8;

    private static final int BPF_PROGRAM_BYTES = 16;
    private static final int BPF_PROGRAM_POINTER = 8;

    /** Code, jump if true, jump if false, constant: a filter of a TCP socket sees the segment from the TCP header on. */
    private static final int[][] DROP_SYN = {
        {0x30, 0, 0, 13}, // load the byte of the flags
        {0x45, 0, 1, 0x02}, // SYN set? else one further
        {0x06, 0, 0, 0}, // keep nothing
        {0x06, 0, 0, -1} // keep all
    };

    /** An idle peer is asked for a sign of life after a minute, four times, a quarter of a minute apart. */
    private static final int KEEPALIVE_IDLE_SECONDS = 60;

    private static final int KEEPALIVE_INTERVAL_SECONDS = 15;
    private static final int KEEPALIVE_COUNT = 4;

    private StreamSockets() {}

    /**
     * A bound socket that is to listen, and shares its port with the other workers'. Nobody reaches it before it listens, so it
     * can be closed without a loss. What accepted sockets inherit is set here, so that it costs nothing per session. An IPv6
     * socket takes IPv6 only.
     */
    public static LinuxSocket bound(InetSocketAddress address, long userTimeoutMillis) throws IOException {
        LinuxSocket socket = LinuxSocket.newSocketStream(address.getAddress() instanceof Inet6Address);
        try {
            socket.setReuseAddress(true);
            socket.setReusePort(true);
            takeOnlyOneFamily(socket, address);
            socket.setTcpNoDelay(true);
            watchForDeadPeer(socket, userTimeoutMillis);
            socket.bind(address);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** A {@link #bound} socket that listens. */
    public static LinuxSocket listen(InetSocketAddress address, int backlog, long userTimeoutMillis)
            throws IOException {
        LinuxSocket socket = bound(address, userTimeoutMillis);
        try {
            socket.listen(backlog);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Fails if somebody listens on the address already. A shared port would be granted to a second process of the same user
     * without a word, and take half of the clients.
     */
    public static void requireFree(InetSocketAddress address) throws IOException {
        LinuxSocket socket = LinuxSocket.newSocketStream(address.getAddress() instanceof Inet6Address);
        try {
            socket.setReuseAddress(true); // connections of a former life in TIME_WAIT do not count
            takeOnlyOneFamily(socket, address);
            socket.bind(address);
        } finally {
            socket.close();
        }
    }

    /** An outgoing socket for this address; not yet connected. */
    public static LinuxSocket outgoing(Endpoint.Inet endpoint) throws ChannelException, IOException {
        LinuxSocket socket = LinuxSocket.newSocketStream(endpoint.address().getAddress() instanceof Inet6Address);
        try {
            socket.setTcpNoDelay(true);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    public static LinuxSocket outgoingUnix() throws ChannelException {
        return LinuxSocket.newSocketDomain();
    }

    /** The address in the form that {@code connect} takes. */
    public static SocketAddress target(Endpoint endpoint) {
        if (endpoint instanceof Endpoint.Inet inet) {
            return inet.address();
        }
        if (endpoint instanceof Endpoint.Unix unix) {
            return new DomainSocketAddress(unix.path());
        }
        throw new IllegalStateException("not resolved: " + endpoint.text()); // such a backend is never a candidate
    }

    /** Keepalive and a limit on unacknowledged bytes: a peer that vanished without a word is noticed. Four system calls. */
    public static void watchForDeadPeer(LinuxSocket socket, long userTimeoutMillis) throws IOException {
        socket.setKeepAlive(true);
        socket.setIntOpt(SOL_TCP, TCP_KEEPIDLE, KEEPALIVE_IDLE_SECONDS);
        socket.setIntOpt(SOL_TCP, TCP_KEEPINTVL, KEEPALIVE_INTERVAL_SECONDS);
        socket.setIntOpt(SOL_TCP, TCP_KEEPCNT, KEEPALIVE_COUNT);
        socket.setIntOpt(SOL_TCP, TCP_USER_TIMEOUT, (int) Math.min(userTimeoutMillis, Integer.MAX_VALUE));
    }

    /**
     * Makes the kernel drop every further SYN to a listening socket, by a socket filter. Handshakes that have begun are completed,
     * and whose is done still waits to be accepted; who comes now finds nobody, and is refused when the socket is closed. Without
     * this, a client between the last accept and the close would be reset.
     */
    public static void dropNewcomers(LinuxSocket socket) throws IOException {
        ByteBuffer filter = ByteBuffer.allocateDirect(DROP_SYN.length * BPF_INSTRUCTION_BYTES)
                .order(ByteOrder.nativeOrder());
        for (int[] instruction : DROP_SYN) {
            filter.putShort((short) instruction[0])
                    .put((byte) instruction[1])
                    .put((byte) instruction[2])
                    .putInt(instruction[3]);
        }
        ByteBuffer program = ByteBuffer.allocateDirect(BPF_PROGRAM_BYTES).order(ByteOrder.nativeOrder());
        program.putShort(0, (short) DROP_SYN.length).putLong(BPF_PROGRAM_POINTER, Buffer.memoryAddress(filter));
        try {
            socket.setRawOpt(SOL_SOCKET, SO_ATTACH_FILTER, program);
        } finally {
            Reference.reachabilityFence(filter); // the kernel reads it through the pointer
        }
    }

    private static void takeOnlyOneFamily(LinuxSocket socket, InetSocketAddress address) throws IOException {
        if (address.getAddress() instanceof Inet6Address) {
            socket.setIntOpt(SOL_IPV6, IPV6_V6ONLY, 1);
        }
    }
}
