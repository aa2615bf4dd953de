package io.sluice.health;

import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.proxy.Socks5ProxyHandler;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * One proxy on the way to a backend, as {@code socks5://10.0.0.1:1080} or {@code http://user:password@proxy.internal:3128}.
 * Immutable. {@link #toString()} leaves out who we say we are.
 *
 * @param host an IP address, or a name for the proxy before this one to resolve
 * @param user null = without authentication
 */
record ProxyHop(
        ProxyKind kind, String host, int port, @Nullable String user, String password) {

    static final String RULE = "socks5://HOST:PORT or http://HOST:PORT, with USER:PASSWORD@ before the host if need be";

    /** The proxy of this text, or null when it is not of the rule. */
    static @Nullable ProxyHop parse(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            return null;
        }
        ProxyKind kind = kindOf(uri.getScheme());
        boolean isMore = !uri.isOpaque() && (!uri.getRawPath().isEmpty() || uri.getQuery() != null);
        if (kind == null || uri.getHost() == null || isMore || uri.getFragment() != null) {
            return null;
        }
        if (uri.getPort() < 1 || uri.getPort() > 65_535) {
            return null;
        }
        return of(kind, uri);
    }

    private static ProxyHop of(ProxyKind kind, URI uri) {
        String who = uri.getUserInfo();
        int colon = who == null ? -1 : who.indexOf(':');
        String user = who == null || colon < 0 ? who : who.substring(0, colon);
        String password = who == null || colon < 0 ? "" : who.substring(colon + 1);
        return new ProxyHop(kind, unbracketed(uri.getHost()), uri.getPort(), user, password);
    }

    static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static @Nullable ProxyKind kindOf(@Nullable String scheme) {
        if ("socks5".equalsIgnoreCase(scheme)) {
            return ProxyKind.SOCKS5;
        }
        return "http".equalsIgnoreCase(scheme) ? ProxyKind.HTTP_CONNECT : null;
    }

    /** Whether it can be dialled without asking anybody for its address. */
    boolean isAddress() {
        return NetUtil.createByteArrayFromIpAddressString(host) != null;
    }

    /** Where it is; unresolved when it is a name. */
    InetSocketAddress address() {
        return addressOf(host, port);
    }

    /** Never asks a resolver. */
    static InetSocketAddress addressOf(String host, int port) {
        return NetUtil.createByteArrayFromIpAddressString(host) == null
                ? InetSocketAddress.createUnresolved(host, port)
                : new InetSocketAddress(NetUtil.createInetAddressFromIpAddressString(host), port);
    }

    ProxyHandler handler() {
        return handler(kind, address(), user, password);
    }

    /** A handler that asks the proxy at this address to go on. The attempt limits its time, so that it has no limit of its own. */
    static ProxyHandler handler(ProxyKind kind, SocketAddress proxy, @Nullable String user, String password) {
        ProxyHandler handler =
                switch (kind) {
                    case SOCKS5 ->
                        user == null ? new Socks5ProxyHandler(proxy) : new Socks5ProxyHandler(proxy, user, password);
                    case HTTP_CONNECT ->
                        user == null ? new HttpProxyHandler(proxy) : new HttpProxyHandler(proxy, user, password);
                };
        handler.setConnectTimeoutMillis(0);
        return handler;
    }

    @Override
    public String toString() {
        String bracketed = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return (kind == ProxyKind.SOCKS5 ? "socks5://" : "http://") + bracketed + ":" + port;
    }
}
