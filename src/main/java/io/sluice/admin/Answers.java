package io.sluice.admin;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslHandler;

/** How answers leave a connection. On the admin loop. */
final class Answers {

    private Answers() {}

    /** Writes one, and says when the next request may be read. */
    static void write(ChannelHandlerContext context, Reply reply, HttpVersion version, Runnable written) {
        DefaultFullHttpResponse response = Responses.of(reply);
        if (version.equals(HttpVersion.HTTP_1_0)) {
            response.headers().set(HttpHeaderNames.CONNECTION, "keep-alive");
        }
        var unused = context.writeAndFlush(response).addListener((ChannelFutureListener) done -> {
            if (done.isSuccess()) {
                written.run();
            }
        });
    }

    /** Writes the last one of the connection, and ends it. */
    static void writeLast(ChannelHandlerContext context, Reply reply, Deadline deadline) {
        DefaultFullHttpResponse response = Responses.of(reply);
        response.headers().set(HttpHeaderNames.CONNECTION, "close");
        var unused = context.writeAndFlush(response).addListener((ChannelFutureListener) done -> {
            if (done.isSuccess()) {
                end(context, deadline);
            }
        });
    }

    private static void end(ChannelHandlerContext context, Deadline deadline) {
        deadline.discard(context);
        DuplexChannel channel = (DuplexChannel) context.channel();
        SslHandler tls = context.pipeline().get(SslHandler.class);
        if (tls == null) {
            shutdown(channel);
        } else {
            var unused = tls.closeOutbound().addListener(closed -> shutdown(channel));
        }
    }

    private static void shutdown(DuplexChannel channel) {
        var unused = channel.shutdownOutput();
    }

    /** Writes the head of an answer without an end, and leaves the connection to it. */
    static void begin(ChannelHandlerContext context, Outcome.Stream stream, HttpVersion version, Deadline deadline) {
        var unused = context.write(Responses.ofStream(stream.contentType(), version));
        stream.begin(context);
        deadline.stream(context);
    }
}
