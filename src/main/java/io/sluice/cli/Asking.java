package io.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One request on one connection: sends it, completes the answer, closes. On the client's loop. */
final class Asking extends SimpleChannelInboundHandler<FullHttpResponse> {

    private final String host;
    private final Ask ask;
    private final @Nullable String token;
    private final CompletableFuture<Answer> answer;

    Asking(String host, Ask ask, @Nullable String token, CompletableFuture<Answer> answer) {
        this.host = host;
        this.ask = ask;
        this.token = token;
        this.answer = answer;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        ByteBuf body = ask.body() == null ? Unpooled.EMPTY_BUFFER : Unpooled.copiedBuffer(ask.body(), UTF_8);
        FullHttpRequest request =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.valueOf(ask.method()), ask.path(), body);
        request.headers().set(HttpHeaderNames.HOST, host);
        request.headers().set(HttpHeaderNames.CONNECTION, "close");
        if (token != null) {
            request.headers().set(HttpHeaderNames.AUTHORIZATION, "Bearer " + token);
        }
        if (ask.body() != null) {
            request.headers().set(HttpHeaderNames.CONTENT_TYPE, ask.contentType());
            request.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        }
        var unused = context.writeAndFlush(request);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
        answer.complete(
                response.decoderResult().isSuccess()
                        ? new Answer.Received(
                                response.status().code(),
                                response.headers().get(HttpHeaderNames.CONTENT_TYPE, ""),
                                response.content().toString(UTF_8))
                        : new Answer.Unreachable("what answers there does not speak HTTP"));
        var unused = context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        answer.complete(new Answer.Unreachable("the connection was closed without an answer"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        answer.complete(new Answer.Unreachable(AdminClient.reason(cause)));
        var unused = context.close();
    }
}
