package io.sluice.health;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.resolver.NoopAddressResolverGroup;
import io.netty.util.NetUtil;
import io.sluice.model.Endpoint;
import io.sluice.model.ProbeReason;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.function.Consumer;

/**
 * Connects stream channels for probes, and is the one place that knows what comes after what: the proxies of the detour, the PROXY
 * header, the backend as a proxy, TLS, the dialogue. The attempt closes the channels when it is over, and fails when they fail.
 */
final class Streams {

    private Streams() {}

    /** Connects the attempt's target and speaks with it in plain bytes; see the other method. */
    static void connect(Attempt attempt, Consumer<Channel> dialogue) {
        connect(attempt, Transport.PLAIN, dialogue);
    }

    /**
     * Connects the attempt's target and speaks with it.
     *
     * @param dialogue adds the handlers that ask and judge; the last of them is told of nothing but what it handles: a connection
     *     that fails, breaks or is closed without a verdict fails the attempt by itself. They are told of channelActive when the
     *     whole path stands, which with TLS is after the handshake
     */
    static void connect(Attempt attempt, Transport transport, Consumer<Channel> dialogue) {
        Endpoint target = attempt.target();
        List<ProxyHop> detour = attempt.path().detour();
        if (target instanceof Endpoint.Named named && detour.isEmpty()) {
            attempt.fail(ProbeReason.RESOLVE, named.text());
            return;
        }
        boolean isUnix = target instanceof Endpoint.Unix;
        if (isUnix && !detour.isEmpty()) {
            attempt.fail(ProbeReason.PROXY, "no proxy leads to a UNIX socket");
            return;
        }
        Bootstrap bootstrap = new Bootstrap()
                .group(attempt.loop())
                .channel(isUnix ? EpollDomainSocketChannel.class : EpollSocketChannel.class)
                .resolver(NoopAddressResolverGroup.INSTANCE) // what is not an address is for a proxy to resolve
                .handler(initializer(attempt, transport, dialogue));
        attempt.awaiting(ProbeReason.TIMEOUT, "no connection");
        watch(attempt, dial(bootstrap, attempt, destination(target, transport)));
    }

    private static ChannelFuture dial(Bootstrap bootstrap, Attempt attempt, SocketAddress destination) {
        return attempt.path().source() == null || attempt.target() instanceof Endpoint.Unix
                ? bootstrap.connect(destination)
                : bootstrap.connect(
                        destination, new InetSocketAddress(attempt.path().source(), 0));
    }

    private static void watch(Attempt attempt, ChannelFuture connected) {
        attempt.onEnd(() -> {
            var unused = connected.channel().close();
        });
        connected.addListener(done -> {
            if (!done.isSuccess()) {
                unconnected(attempt, done.cause());
            }
        });
    }

    /** What does not answer is the backend, or the first proxy of a detour, which is none of the backend's doing. */
    private static void unconnected(Attempt attempt, Throwable cause) {
        List<ProxyHop> detour = attempt.path().detour();
        if (detour.isEmpty() || Diagnosis.reason(cause) == ProbeReason.LOCAL) {
            attempt.fail(cause);
            return;
        }
        attempt.fail(ProbeReason.PROXY, detour.get(0) + ": " + Diagnosis.detail(cause));
    }

    private static ChannelHandler initializer(Attempt attempt, Transport transport, Consumer<Channel> dialogue) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                ChannelPipeline pipeline = channel.pipeline();
                addPath(pipeline, attempt, transport);
                TlsClient tls = transport.tls();
                if (tls != null) {
                    pipeline.addLast(tls.handler(channel.alloc()), new TlsWatch(attempt, tls));
                }
                pipeline.addLast(new Begun(attempt));
                dialogue.accept(channel);
                pipeline.addLast(new Watch(attempt));
            }
        };
    }

    private static void addPath(ChannelPipeline pipeline, Attempt attempt, Transport transport) {
        ProbePath path = attempt.path();
        path.detour().forEach(hop -> pipeline.addLast(hop.handler()));
        ProxyHeader header = path.header();
        if (header != null) {
            pipeline.addLast(new HeaderFirst(path, header));
        }
        Transport.Beyond beyond = transport.beyond();
        if (beyond != null) {
            pipeline.addLast(ProxyHop.handler(beyond.kind(), nameless(address(attempt.target())), null, ""));
        }
        int proxies = path.detour().size() + (beyond == null ? 0 : 1);
        if (proxies > 0) {
            pipeline.addLast(new Gate(proxies));
        }
    }

    private static SocketAddress destination(Endpoint target, Transport transport) {
        Transport.Beyond beyond = transport.beyond();
        return beyond == null ? nameless(address(target)) : ProxyHop.addressOf(beyond.host(), beyond.port());
    }

    /** A proxy is told the address that traffic goes to, not the name it was resolved from, which may lead elsewhere. */
    private static SocketAddress nameless(SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet) || inet.isUnresolved()) {
            return address;
        }
        if (inet.getAddress() instanceof Inet6Address six && six.getScopeId() != 0) {
            return address; // only this machine knows its scope
        }
        return ProxyHop.addressOf(NetUtil.toAddressString(inet.getAddress()), inet.getPort());
    }

    private static SocketAddress address(Endpoint target) {
        if (target instanceof Endpoint.Unix unix) {
            return new DomainSocketAddress(unix.path());
        }
        if (target instanceof Endpoint.Named named) {
            return InetSocketAddress.createUnresolved(named.host(), named.port());
        }
        return ((Endpoint.Inet) target).address();
    }
}
