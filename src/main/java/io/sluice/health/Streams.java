package io.sluice.health;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.sluice.model.Endpoint;
import io.sluice.model.ProbeReason;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.Consumer;

/** Connects stream channels for probes. The attempt closes them when it is over, and fails when they fail. */
final class Streams {

    private Streams() {}

    /**
     * Connects the attempt's target and speaks with it.
     *
     * @param dialogue adds the handlers that ask and judge; the last of them is told of nothing but what it handles: a connection
     *     that fails, breaks or is closed without a verdict fails the attempt by itself
     */
    static void connect(Attempt attempt, Consumer<Channel> dialogue) {
        Endpoint target = attempt.target();
        if (target instanceof Endpoint.Named named) {
            attempt.fail(ProbeReason.RESOLVE, named.text());
            return;
        }
        Bootstrap bootstrap = new Bootstrap().group(attempt.loop()).handler(initializer(attempt, dialogue));
        bootstrap.channel(target instanceof Endpoint.Unix ? EpollDomainSocketChannel.class : EpollSocketChannel.class);
        ChannelFuture connected = attempt.path().source() == null || target instanceof Endpoint.Unix
                ? bootstrap.connect(address(target))
                : bootstrap.connect(
                        address(target), new InetSocketAddress(attempt.path().source(), 0));
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

    private static SocketAddress address(Endpoint target) {
        if (target instanceof Endpoint.Unix unix) {
            return new DomainSocketAddress(unix.path());
        }
        return ((Endpoint.Inet) target).address();
    }
}
