package io.sluice.admin;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.sluice.model.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.AccessDeniedException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The admin API on one address, with one loop of its own: whatever a scrape costs, no client waits for it. Opened and closed by
 * the thread that wires the daemon; both block.
 */
public final class AdminServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
    private static final int READ_BYTES = 8 * 1024;

    private final Endpoint address;
    private final Channel channel;
    private final Connections connections;
    private final EventLoopGroup group;

    private AdminServer(Endpoint address, Channel channel, Connections connections, EventLoopGroup group) {
        this.address = address;
        this.channel = channel;
        this.connections = connections;
        this.group = group;
    }

    /**
     * Listens.
     *
     * @param listen an address or a UNIX socket; port 0 lets the kernel choose
     * @throws IOException with place and reason when it cannot: {@code admin: 127.0.0.1:9900: address already in use}
     */
    public static AdminServer open(Endpoint listen, Routes routes, Access access) throws IOException {
        return open(listen, routes, access, Deadline.REQUEST_MILLIS);
    }

    static AdminServer open(Endpoint listen, Routes routes, Access access, long requestMillis) throws IOException {
        try {
            if (listen instanceof Endpoint.Unix unix) {
                return openUnix(unix, new Connections(routes, access.onSocket(), requestMillis));
            }
            if (listen instanceof Endpoint.Inet inet) {
                return openInet(inet, new Connections(routes, access, requestMillis));
            }
        } catch (IOException e) {
            throw new IOException("admin: " + listen.text() + ": " + reason(e), e);
        }
        throw new IOException("admin: " + listen.text() + ": a host name (expected: an address or unix:PATH)");
    }

    private static AdminServer openUnix(Endpoint.Unix unix, Connections connections) throws IOException {
        SocketFile file = new SocketFile(unix.path());
        file.makeWay();
        AdminServer server =
                bind(EpollServerDomainSocketChannel.class, new DomainSocketAddress(unix.path()), connections, unix);
        try {
            file.restrict();
        } catch (IOException e) {
            server.close();
            throw e;
        }
        return server.opened();
    }

    private static AdminServer openInet(Endpoint.Inet inet, Connections connections) throws IOException {
        return bind(EpollServerSocketChannel.class, inet.address(), connections, inet)
                .opened();
    }

    private static AdminServer bind(
            Class<? extends ServerChannel> type, SocketAddress where, Connections connections, Endpoint asked)
            throws IOException {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("sluice-admin"), EpollIoHandler.newFactory());
        ChannelFuture bound = new ServerBootstrap()
                .group(group)
                .channel(type)
                .option(ChannelOption.SO_BACKLOG, Connections.LIMIT)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, false) // a half-closed epoll channel can truncate
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES))
                .childHandler(connections)
                .bind(where)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            stop(group);
            throw new IOException(bound.cause());
        }
        Channel channel = bound.channel();
        boolean isInet = channel.localAddress() instanceof InetSocketAddress;
        Endpoint address = isInet ? new Endpoint.Inet((InetSocketAddress) channel.localAddress()) : asked;
        return new AdminServer(address, channel, connections, group);
    }

    private AdminServer opened() {
        LOG.info("admin address={} open", address.text());
        return this;
    }

    /** Where it listens, port 0 replaced by what the kernel chose. */
    public Endpoint address() {
        return address;
    }

    /** How many connections are open. Thread-safe. */
    int connections() {
        return connections.size();
    }

    /** Stops listening, closes every connection and removes the socket file. */
    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
        connections.close();
        stop(group);
        LOG.info("admin address={} closed", address.text());
    }

    private static void stop(EventLoopGroup group) {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
    }

    /** Netty says {@code bind(..) failed with error(-98): Address already in use}; the operator needs the end of it. */
    private static String reason(IOException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        String message = String.valueOf(cause.getMessage());
        int mark = message.indexOf("): ");
        String reason = mark < 0 ? message : message.substring(mark + "): ".length());
        return reason.substring(0, 1).toLowerCase(Locale.ROOT) + reason.substring(1);
    }
}
