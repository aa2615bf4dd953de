package io.sluice.health;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.sluice.model.ProbeReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a send-expect probe, one after the other. What is expected may come in parts, and may still be on its way: that it
 * is not there is known when the backend closes, when time is up, or when more has come than a probe reads. For one channel.
 */
final class SendExpectDialogue extends SimpleChannelInboundHandler<ByteBuf> {

    /** How much of an answer is looked at in one step. */
    static final int MOST_ANSWER = 65_536;

    private static final int SHOWN = 60;

    private final Attempt attempt;
    private final List<SendExpectProbe.Step> steps;
    private final ByteBuf answer = Unpooled.buffer(0, MOST_ANSWER); // on the heap: nobody has to release it
    private int next;
    private Expectation.@Nullable Sought sought;

    SendExpectDialogue(Attempt attempt, List<SendExpectProbe.Step> steps) {
        this.attempt = attempt;
        this.steps = steps;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        proceed(context);
        context.fireChannelActive();
    }

    /** Goes on until an answer is missing. */
    private void proceed(ChannelHandlerContext context) {
        while (next < steps.size()) {
            SendExpectProbe.Step step = steps.get(next);
            if (sought == null) {
                send(context, step);
            }
            if (sought != null && !isAnswered(sought)) {
                awaitRest();
                return;
            }
            sought = null;
            next++;
        }
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> {
            if (done.isSuccess()) { // all that was sent has left; a failure closes the channel
                attempt.succeed();
            }
        });
    }

    private void send(ChannelHandlerContext context, SendExpectProbe.Step step) {
        Expectation expected = step.expected();
        sought = expected == null ? null : expected.sought();
        if (!step.payload().isEmpty()) {
            var unused = context.writeAndFlush(step.payload().buffer());
        }
    }

    private boolean isAnswered(Expectation.Sought wanted) {
        int end = wanted.endIn(answer);
        if (end < 0) {
            return false;
        }
        answer.skipBytes(end).discardReadBytes();
        return true;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf part) {
        while (part.isReadable() && !attempt.isOver()) {
            answer.writeBytes(part, Math.min(part.readableBytes(), answer.maxWritableBytes()));
            proceed(context);
            if (next == steps.size()) {
                return;
            }
            if (answer.readableBytes() == MOST_ANSWER) {
                attempt.fail(ProbeReason.MISMATCH, place() + " not in the first " + MOST_ANSWER + " bytes");
            }
        }
    }

    private void awaitRest() {
        if (answer.isReadable()) {
            attempt.awaiting(ProbeReason.MISMATCH, place() + " not in " + shown());
        } else {
            attempt.awaiting(ProbeReason.TIMEOUT, place() + " unanswered");
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (answer.isReadable()) {
            attempt.fail(ProbeReason.MISMATCH, "closed: " + place() + " not in " + shown());
        } else {
            attempt.fail(ProbeReason.CLOSED, place() + " unanswered");
        }
        context.fireChannelInactive();
    }

    private String place() {
        return "step " + Math.min(next + 1, steps.size()) + " of " + steps.size() + ":";
    }

    private String shown() {
        String text = Octets.string(answer.slice(answer.readerIndex(), Math.min(SHOWN, answer.readableBytes())));
        return "'" + Octets.shown(text) + (answer.readableBytes() > SHOWN ? "…'" : "'");
    }
}
