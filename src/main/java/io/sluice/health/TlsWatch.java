package io.sluice.health;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.sluice.model.ProbeReason;
import java.nio.channels.ClosedChannelException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Judges the handshake of TLS, and the certificate that came with it. For one channel. */
final class TlsWatch extends ChannelInboundHandlerAdapter {

    private final Attempt attempt;
    private final TlsSettings settings;

    TlsWatch(Attempt attempt, TlsClient client) {
        this.attempt = attempt;
        this.settings = client.settings();
    }

    /** The dialogue begins when the handshake has ended well. */
    @Override
    public void channelActive(ChannelHandlerContext context) {
        attempt.awaiting(ProbeReason.TIMEOUT, "no TLS handshake");
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            judge(context, handshake);
            return;
        }
        context.fireUserEventTriggered(event);
    }

    private void judge(ChannelHandlerContext context, SslHandshakeCompletionEvent handshake) {
        if (!handshake.isSuccess()) {
            failed(handshake.cause());
            return;
        }
        String complaint = complaint(context.pipeline().get(SslHandler.class));
        if (complaint != null) {
            attempt.fail(ProbeReason.TLS, complaint);
            return;
        }
        context.fireChannelActive();
    }

    private void failed(Throwable cause) {
        if (cause instanceof ClosedChannelException) {
            attempt.fail(ProbeReason.TLS, "closed in the handshake");
            return;
        }
        attempt.fail(cause);
    }

    private @Nullable String complaint(SslHandler tls) {
        List<String> alpn = settings.alpn();
        if (!alpn.isEmpty() && tls.applicationProtocol() == null) {
            return "the backend speaks none of " + String.join(", ", alpn);
        }
        return settings.minValidity().isZero() ? null : tooOld(tls);
    }

    private @Nullable String tooOld(SslHandler tls) {
        X509Certificate certificate = certificate(tls);
        if (certificate == null) {
            return "no certificate";
        }
        Instant end = certificate.getNotAfter().toInstant();
        Instant now = Instant.now();
        if (Duration.between(now, end).compareTo(settings.minValidity()) >= 0) {
            return null;
        }
        return (end.isBefore(now) ? "certificate expired " : "certificate expires ")
                + end.truncatedTo(ChronoUnit.SECONDS);
    }

    /** The backend's own certificate, or null when it has shown none. */
    private static @Nullable X509Certificate certificate(SslHandler tls) {
        try {
            Certificate[] chain = tls.engine().getSession().getPeerCertificates();
            return chain[0] instanceof X509Certificate own ? own : null;
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }
}
