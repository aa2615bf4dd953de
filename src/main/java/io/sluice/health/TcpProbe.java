package io.sluice.health;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Asks whether a connection can be made; says nothing over it and closes it. */
public record TcpProbe() implements Probe {

    @Override
    public String type() {
        return "tcp";
    }

    @Override
    public void ask(Attempt attempt) {
        Streams.connect(attempt, channel -> channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelActive(ChannelHandlerContext context) {
                attempt.succeed();
            }
        }));
    }
}
