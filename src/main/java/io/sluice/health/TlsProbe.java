package io.sluice.health;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.sluice.model.Options;

/** Asks for a TLS handshake and ends it in order; says nothing over it. */
public record TlsProbe(TlsClient tls) implements Probe {

    static TlsProbe read(Options options) {
        return new TlsProbe(TlsSettings.read(options, "", true));
    }

    @Override
    public String type() {
        return "tls";
    }

    @Override
    public void ask(Attempt attempt) {
        Streams.connect(
                attempt, Transport.over(tls), channel -> channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelActive(ChannelHandlerContext context) {
                        attempt.succeed(version(context));
                    }
                }));
    }

    private static String version(ChannelHandlerContext context) {
        SslHandler tls = context.pipeline().get(SslHandler.class);
        String protocol = tls.applicationProtocol();
        String version = tls.engine().getSession().getProtocol();
        return protocol == null ? version : version + ", " + protocol;
    }
}
