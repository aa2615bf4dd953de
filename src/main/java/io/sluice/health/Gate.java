package io.sluice.health;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.proxy.ProxyConnectionEvent;

/** Holds back the beginning of a dialogue until all proxies on the way have agreed. For one channel. */
final class Gate extends ChannelInboundHandlerAdapter {

    private int missing;

    Gate(int proxies) {
        this.missing = proxies;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        // Comes when the first proxy is connected, which is too early.
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (!(event instanceof ProxyConnectionEvent)) {
            context.fireUserEventTriggered(event);
            return;
        }
        missing--;
        if (missing == 0) {
            context.fireChannelActive();
        }
    }
}
