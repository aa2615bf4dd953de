package io.sluice.admin;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.jspecify.annotations.Nullable;

/** Makes the pipeline of each connection, and turns away those past the limit. On the one admin loop, so the count is exact. */
final class Connections extends ChannelInitializer<Channel> {

    static final int LIMIT = 64;

    private final Desk desk;
    private final @Nullable SslContext tls;
    private final long requestMillis;
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private int open;

    Connections(Routes routes, Access access, long requestMillis) {
        this.desk = new Desk(new Gate(access.site(), access.tokens(), new Failures(System::nanoTime)), routes);
        this.tls = access.tls();
        this.requestMillis = requestMillis;
    }

    @Override
    protected void initChannel(Channel channel) {
        if (open == LIMIT) {
            var unused = channel.close();
            return;
        }
        open++;
        channels.add(channel);
        var unused = channel.closeFuture().addListener((ChannelFutureListener) closed -> open--);
        Deadline deadline = new Deadline(requestMillis);
        channel.pipeline().addLast(deadline);
        if (tls != null) {
            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
        }
        channel.pipeline()
                .addLast(new HttpServerCodec(decoder()))
                // brings
                .addLast(new Exchange(desk, deadline));
    }

    /** How many are open. Thread-safe. */
    int size() {
        return channels.size();
    }

    /** Closes every connection and waits until that is done. Not on the admin loop. */
    void close() {
        channels.close().awaitUninterruptibly();
    }

    @Override
    public boolean isSharable() {
        return true;
    }

    private static HttpDecoderConfig decoder() {
        return new HttpDecoderConfig()
                .setMaxInitialLineLength(Syntax.MAX_LINE_BYTES)
                .setMaxHeaderSize(Syntax.MAX_HEADER_BYTES)
                .setStrictLineParsing(true)
                .setUseRfc9112TransferEncoding(true); // Content-Length beside Transfer-Encoding is an error
    }
}
