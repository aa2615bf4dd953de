package io.sluice.health;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;

/**
 * The client's side of TLS as one check wants it, with what is costly to make: trust and keys are loaded once, when it is built, on
 * the thread that reads the configuration. Immutable; equal when the settings and the trusted certificates are.
 */
final class TlsClient {

    private static final long FLUSH_MILLIS = 500;

    private final TlsSettings settings;
    private final SslContext context;

    TlsClient(TlsSettings settings) throws SSLException {
        this.settings = settings;
        this.context = context(settings);
    }

    private static SslContext context(TlsSettings settings) throws SSLException {
        boolean isNamed = !settings.serverName().isEmpty();
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .endpointIdentificationAlgorithm(settings.verify() && isNamed ? "HTTPS" : null)
                .sessionCacheSize(1);
        if (!settings.verify()) {
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
        } else if (!settings.authorities().isEmpty()) {
            builder.trustManager(settings.authorities().toArray(X509Certificate[]::new));
        }
        if (isNamed && !settings.isAddress()) {
            builder.serverName(new SNIHostName(settings.serverName()));
        }
        return builder.applicationProtocolConfig(protocols(settings.alpn())).build();
    }

    private static ApplicationProtocolConfig protocols(List<String> alpn) {
        return alpn.isEmpty()
                ? ApplicationProtocolConfig.DISABLED
                : new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        alpn);
    }

    TlsSettings settings() {
        return settings;
    }

    /** A handler for one channel. The attempt limits the time of its handshake. */
    SslHandler handler(ByteBufAllocator allocator) {
        forgetSessions();
        SslHandler handler = settings.serverName().isEmpty()
                ? context.newHandler(allocator)
                : context.newHandler(allocator, settings.serverName(), -1);
        handler.setHandshakeTimeoutMillis(0);
        handler.setCloseNotifyFlushTimeout(FLUSH_MILLIS, TimeUnit.MILLISECONDS);
        return handler;
    }

    /** A resumed session would show the certificate of an earlier one. */
    private void forgetSessions() {
        SSLSessionContext sessions = context.sessionContext();
        for (byte[] id : Collections.list(sessions.getIds())) {
            SSLSession session = sessions.getSession(id);
            if (session != null) {
                session.invalidate();
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TlsClient client && settings.equals(client.settings);
    }

    @Override
    public int hashCode() {
        return settings.hashCode();
    }

    @Override
    public String toString() {
        return settings.toString();
    }
}
