package io.sluice.health;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.sluice.model.ProbeReason;

/** The head of a probe's pipeline: a backend that answers without end fails the attempt. On the attempt's loop. */
final class ReadLimit extends ChannelInboundHandlerAdapter {

    /** Far more than any handshake or status that a probe reads. */
    private static final long MOST = 65_536;

    private final Attempt attempt;
    private long total;

    ReadLimit(Attempt attempt) {
        this.attempt = attempt;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        total += ((ByteBuf) message).readableBytes();
        if (total > MOST) {
            attempt.fail(ProbeReason.PROTOCOL, "an answer of more than " + MOST + " bytes");
        }
        context.fireChannelRead(message);
    }
}
