package io.sluice.health;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.sluice.model.Endpoint;
import io.sluice.model.ProbeReason;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/**
 * Connects datagram channels for probes: they take datagrams of the target alone, and hear its ICMP refusals. The attempt closes
 * them when it is over, and fails when they fail.
 */
final class Datagrams {

    /** Room for any datagram: one that was cut could not be judged. */
    private static final int LARGEST = 65_535;

    private Datagrams() {}

    /**
     * Connects to the attempt's target.
     *
     * @param dialogue adds the handlers that ask and judge; what they do not handle is handled as for {@link Streams}
     */
    static void connect(Attempt attempt, Consumer<Channel> dialogue) {
        if (attempt.target() instanceof Endpoint.Inet inet) {
            connect(attempt, inet.address(), dialogue);
        } else if (attempt.target() instanceof Endpoint.Named named) {
            attempt.fail(ProbeReason.RESOLVE, named.text());
        } else {
            attempt.fail(ProbeReason.OTHER, "a UNIX stream socket takes no datagrams");
        }
    }

    private static void connect(Attempt attempt, InetSocketAddress target, Consumer<Channel> dialogue) {
        SocketProtocolFamily family =
                target.getAddress() instanceof Inet6Address ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET;
        Bootstrap bootstrap = new Bootstrap()
                .group(attempt.loop())
                .channelFactory(() -> new EpollDatagramChannel(family))
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(LARGEST))
                .handler(initializer(attempt, dialogue));
        ChannelFuture connected = attempt.path().source() == null
                ? bootstrap.connect(target)
                : bootstrap.connect(target, new InetSocketAddress(attempt.path().source(), 0));
        attempt.onEnd(() -> {
            var unused = connected.channel().close();
        });
        connected.addListener(done -> {
            if (!done.isSuccess()) {
                attempt.fail(done.cause());
            }
        });
    }

    private static ChannelHandler initializer(Attempt attempt, Consumer<Channel> dialogue) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                dialogue.accept(channel);
                channel.pipeline().addLast(new Watch(attempt));
            }
        };
    }
}
