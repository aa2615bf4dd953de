package io.sluice.health;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.sluice.model.ProbeReason;

/** One request and what comes back for it. The verdict falls as soon as what is still to come cannot change it. For one channel. */
final class HttpDialogue extends SimpleChannelInboundHandler<HttpObject> {

    /** How much of a body is looked at. */
    static final int MOST_BODY = 65_536;

    private final Attempt attempt;
    private final HttpProbe probe;
    private final ByteBuf body = Unpooled.buffer(0, MOST_BODY); // on the heap: nobody has to release it
    private String status = "";
    private boolean isHeadRead;

    HttpDialogue(Attempt attempt, HttpProbe probe) {
        this.attempt = attempt;
        this.probe = probe;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        var unused = context.writeAndFlush(probe.question().to(attempt.target()));
        context.fireChannelActive();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
        if (attempt.isOver()) {
            return;
        }
        if (message.decoderResult().isFailure()) {
            attempt.fail(
                    ProbeReason.PROTOCOL,
                    Diagnosis.detail(message.decoderResult().cause()));
            return;
        }
        if (message instanceof HttpResponse response) {
            head(response.status());
        }
        if (message instanceof HttpContent content && isHeadRead && !attempt.isOver()) {
            read(content);
        }
    }

    private void head(HttpResponseStatus answer) {
        if (answer.codeClass() == HttpStatusClass.INFORMATIONAL) {
            return; // the answer proper comes after it
        }
        isHeadRead = true;
        status = "HTTP " + answer.code();
        if (!probe.status().contain(answer.code())) {
            attempt.fail(ProbeReason.STATUS, "HTTP " + answer);
        } else if (probe.body() == null) {
            attempt.succeed(status);
        } else {
            attempt.awaiting(ProbeReason.TIMEOUT, status + ", but not all of the body");
        }
    }

    private void read(HttpContent content) {
        ByteBuf part = content.content();
        body.writeBytes(part, Math.min(part.readableBytes(), body.maxWritableBytes()));
        if (content instanceof LastHttpContent || body.maxWritableBytes() == 0) {
            judge();
        }
    }

    private void judge() {
        Expectation expected = probe.body();
        if (expected == null || expected.sought().endIn(body) >= 0) {
            attempt.succeed(status);
            return;
        }
        String read = body.maxWritableBytes() == 0 ? "the first " + MOST_BODY : "all " + body.readableBytes();
        attempt.fail(ProbeReason.MISMATCH, status + ", no match in " + read + " bytes of the body");
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        attempt.fail(ProbeReason.CLOSED, isHeadRead ? status + ", but not all of the body" : "before the status line");
        context.fireChannelInactive();
    }
}
