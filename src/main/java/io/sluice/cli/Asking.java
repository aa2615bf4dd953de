package io.sluice.cli;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** One request on one connection: sends it, completes the answer, closes. On the client's loop. */
final class Asking extends SimpleChannelInboundHandler<FullHttpResponse> {

    private final String host;
    private final String path;
    private final CompletableFuture<Answer> answer;

    Asking(String host, String path, CompletableFuture<Answer> answer) {
        this.host = host;
        this.path = path;
        this.answer = answer;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, path);
        request.headers().set(HttpHeaderNames.HOST, host);
        request.headers().set(HttpHeaderNames.CONNECTION, "close");
        var unused = context.writeAndFlush(request);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
        answer.complete(
                response.decoderResult().isSuccess()
                        ? new Answer.Received(
                                response.status().code(),
                                response.headers().get(HttpHeaderNames.CONTENT_TYPE, ""),
                                response.content().toString(StandardCharsets.UTF_8))
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
