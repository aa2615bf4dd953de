package io.sluice.health;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Writes the PROXY header ahead of everything else that goes to the backend. For one channel. */
final class HeaderFirst extends ChannelInboundHandlerAdapter {

    private final ProxyHeader header;
    private final boolean isDetour;

    HeaderFirst(ProbePath path, ProxyHeader header) {
        this.header = header;
        this.isDetour = !path.detour().isEmpty();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        var local = context.channel().localAddress();
        var remote = isDetour ? null : context.channel().remoteAddress();
        // Proxies before us keep it until they have agreed; what comes after us is written after it.
        var unused = context.writeAndFlush(header.between(local, remote));
        context.fireChannelActive();
    }
}
