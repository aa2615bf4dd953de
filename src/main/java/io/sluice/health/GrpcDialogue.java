package io.sluice.health;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import io.sluice.model.ProbeReason;

/**
 * One call of the health service on its stream: headers, one message, trailers with the status of the call. On the attempt's loop.
 */
final class GrpcDialogue extends ChannelInboundHandlerAdapter {

    private static final int SHOWN = 60;

    private final Attempt attempt;
    private final String service;
    private final String scheme;
    private final String authority;
    private final ByteBuf message = Unpooled.buffer();
    private boolean isBegun;

    GrpcDialogue(Attempt attempt, String service, String scheme, String authority) {
        this.attempt = attempt;
        this.service = service;
        this.scheme = scheme;
        this.authority = authority;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        Http2Headers headers = new DefaultHttp2Headers()
                .method("POST")
                .scheme(scheme)
                .authority(authority)
                .path("/grpc.health.v1.Health/Check")
                .add("te", "trailers")
                .add("content-type", "application/grpc")
                .add("user-agent", "sluice");
        var unusedHeaders = context.write(new DefaultHttp2HeadersFrame(headers), context.voidPromise());
        var unusedMessage = context.writeAndFlush(
                new DefaultHttp2DataFrame(GrpcHealth.request(service), true), context.voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
        try {
            if (frame instanceof Http2HeadersFrame headers) {
                headers(headers.headers(), headers.isEndStream());
            } else if (frame instanceof Http2DataFrame data) {
                message.writeBytes(data.content());
                if (data.isEndStream()) {
                    attempt.fail(ProbeReason.PROTOCOL, "an answer without grpc-status");
                }
            }
        } finally {
            ReferenceCountUtil.release(frame);
        }
    }

    private void headers(Http2Headers headers, boolean isEnd) {
        CharSequence status = headers.status();
        if (!isBegun && status != null && status.length() == 3 && status.charAt(0) == '1') {
            return; // an interim answer
        }
        if (!isBegun && (status == null || !"200".contentEquals(status))) {
            attempt.fail(ProbeReason.STATUS, "HTTP " + status);
            return;
        }
        isBegun = true;
        if (isEnd) {
            judge(headers);
        }
    }

    private void judge(Http2Headers trailers) {
        CharSequence code = trailers.get("grpc-status");
        CharSequence words = trailers.get("grpc-message");
        if (code == null) {
            attempt.fail(ProbeReason.PROTOCOL, "an answer without grpc-status");
        } else if (!"0".contentEquals(code)) {
            attempt.fail(ProbeReason.STATUS, GrpcHealth.codeName(code) + (words == null ? "" : ": " + words));
        } else {
            judgeMessage();
        }
    }

    private void judgeMessage() {
        int status = GrpcHealth.servingStatus(message);
        if (status == GrpcHealth.SERVING) {
            attempt.succeed();
        } else if (status == GrpcHealth.MALFORMED) {
            attempt.fail(ProbeReason.PROTOCOL, Octets.shown(message, SHOWN));
        } else {
            attempt.fail(ProbeReason.STATUS, GrpcHealth.servingName(status));
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof Http2ResetFrame reset) {
            attempt.fail(ProbeReason.RESET, "stream reset with code " + reset.errorCode());
        }
        ReferenceCountUtil.release(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        attempt.fail(ProbeReason.CLOSED, "");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        attempt.fail(cause);
    }
}
