package io.sluice.health;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.sluice.model.ProbeReason;

/** Notes that the way to the backend stands, so that a probe which then times out says what it was for want of. */
final class Begun extends ChannelInboundHandlerAdapter {

    private final Attempt attempt;

    Begun(Attempt attempt) {
        this.attempt = attempt;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        attempt.awaiting(ProbeReason.TIMEOUT, "no answer");
        context.fireChannelActive();
    }
}
