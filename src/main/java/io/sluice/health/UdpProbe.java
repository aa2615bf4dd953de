package io.sluice.health;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.UnixChannel;
import io.sluice.model.Options;
import io.sluice.model.ProbeReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends one datagram and judges the first that comes back. Without an expectation it only listens for an ICMP refusal for a short
 * while, so that a host which drops packets, or whose firewall does, passes: a weak check.
 *
 * @param payload empty = a datagram without content
 * @param expectation null = whatever comes back, or nothing
 */
public record UdpProbe(Payload payload, @Nullable Expectation expectation) implements Probe {

    /** How long a refusal is waited for, at most half the timeout: a round trip, and the target's rate limit of ICMP is not beaten by more. */
    private static final long REFUSAL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private static final int SHOWN = 60;

    static UdpProbe from(Options options) {
        return new UdpProbe(Payload.read(options), Expectation.read(options));
    }

    @Override
    public String type() {
        return "udp";
    }

    @Override
    public boolean isOverStream() {
        return false;
    }

    @Override
    public void ask(Attempt attempt) {
        Datagrams.connect(attempt, channel -> channel.pipeline().addLast(new Dialogue(attempt)));
    }

    private void judge(Attempt attempt, DatagramPacket answer) {
        if (expectation == null || expectation.sought().endIn(answer.content()) >= 0) {
            attempt.succeed();
        } else {
            attempt.fail(ProbeReason.MISMATCH, Octets.shown(answer.content(), SHOWN));
        }
    }

    private final class Dialogue extends SimpleChannelInboundHandler<DatagramPacket> {

        private final Attempt attempt;

        Dialogue(Attempt attempt) {
            this.attempt = attempt;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) throws IOException {
            if (payload.isEmpty()) {
                sendNothing(context);
            } else {
                context.writeAndFlush(payload.buffer()).addListener(sent -> {
                    if (!sent.isSuccess()) {
                        attempt.fail(sent.cause());
                    }
                });
            }
            if (expectation == null) {
                listenForRefusal(context);
            }
        }

        /** Netty takes an empty buffer for nothing to do. */
        private void sendNothing(ChannelHandlerContext context) throws IOException {
            ((UnixChannel) context.channel()).fd().write(ByteBuffer.allocateDirect(0), 0, 0);
        }

        private void listenForRefusal(ChannelHandlerContext context) {
            long nanos = Math.min(REFUSAL_NANOS, attempt.timeout().toNanos() / 2);
            var refusal =
                    context.executor().schedule(() -> attempt.succeed("not refused"), nanos, TimeUnit.NANOSECONDS);
            attempt.onEnd(() -> refusal.cancel(false));
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket answer) {
            judge(attempt, answer);
        }
    }
}
