package io.sluice.health;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.sluice.model.Endpoint;
import io.sluice.model.Options;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks a gRPC server's health service ({@code grpc.health.v1.Health/Check}) over HTTP/2: in clear text with prior knowledge,
 * or over TLS, where the server must take {@code h2}.
 *
 * @param service the service that must be SERVING; empty = the server as a whole
 * @param authority the host of the request; empty = the target's address
 * @param tls null = in clear text
 */
public record GrpcProbe(
        String service, String authority, @Nullable TlsClient tls) implements Probe {

    private static final int LARGEST_HEADERS = 8_192;

    static GrpcProbe from(Options options) {
        boolean isSecured = options.flag("tls", false);
        return new GrpcProbe(
                options.text("service", ""),
                options.text("authority", ""),
                isSecured ? TlsSettings.read(options, "", List.of("h2")) : null);
    }

    @Override
    public String type() {
        return "grpc";
    }

    @Override
    public void ask(Attempt attempt) {
        Streams.connect(attempt, Transport.over(tls), channel -> channel.pipeline()
                .addLast(
                        new ReadLimit(attempt),
                        Http2FrameCodecBuilder.forClient()
                                .initialSettings(
                                        new Http2Settings().pushEnabled(false).maxHeaderListSize(LARGEST_HEADERS))
                                .decoupleCloseAndGoAway(true) // else a close waits for a GOAWAY that may never leave
                                .build(),
                        new Http2MultiplexHandler(new Unasked()),
                        new Opening(attempt)));
    }

    private String authorityOf(Attempt attempt) {
        if (!authority.isEmpty()) {
            return authority;
        }
        return attempt.target() instanceof Endpoint.Unix
                ? "localhost"
                : attempt.target().text();
    }

    private final class Opening extends ChannelInboundHandlerAdapter {

        private final Attempt attempt;

        Opening(Attempt attempt) {
            this.attempt = attempt;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            new Http2StreamChannelBootstrap(context.channel())
                    .handler(new GrpcDialogue(attempt, service, tls == null ? "http" : "https", authorityOf(attempt)))
                    .open()
                    .addListener(opened -> {
                        if (!opened.isSuccess()) {
                            attempt.fail(opened.cause());
                        }
                    });
            context.fireChannelActive();
        }
    }

    /** Streams that the server opens, which it was told not to. */
    @ChannelHandler.Sharable
    private static final class Unasked extends ChannelInboundHandlerAdapter {

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            var unused = context.close();
        }
    }
}
