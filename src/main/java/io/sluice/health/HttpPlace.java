package io.sluice.health;

import io.netty.util.NetUtil;
import io.sluice.model.Options;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a check of HTTP asks for, from the key {@code destination}: a path, or a URL. Immutable.
 *
 * @param authority the host of the URL, and its port if it has one, as the Host header has them; empty for a path
 * @param host the same without the port and without brackets
 * @param port the port of the URL, or that of its scheme; 0 for a path
 * @param target the path and query, as they are sent
 */
record HttpPlace(String authority, String host, int port, String target) {

    private static final HttpPlace ROOT = new HttpPlace("", "", 0, "/");

    /**
     * The place of these options; notes what is wrong with it.
     *
     * @param scheme http or https
     */
    static HttpPlace read(Options options, String scheme) {
        String text = options.text("destination", "/");
        HttpPlace place = text.startsWith("/") ? path(text) : url(text, scheme);
        if (place == null) {
            options.reject("destination", "a path such as /health, or a URL that begins with " + scheme + "://");
            return ROOT;
        }
        return place;
    }

    private static @Nullable HttpPlace path(String text) {
        boolean isClean = text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '#');
        return isClean ? new HttpPlace("", "", 0, text) : null;
    }

    private static @Nullable HttpPlace url(String text, String scheme) {
        URI uri;
        try {
            uri = new URI(new URI(text).toASCIIString());
        } catch (URISyntaxException e) {
            return null;
        }
        boolean isOurs =
                scheme.equals(uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT));
        boolean isMore = uri.getRawUserInfo() != null || uri.getRawFragment() != null;
        if (!isOurs || isMore || uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65_535) {
            return null;
        }
        int port = uri.getPort() > 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        return new HttpPlace(uri.getRawAuthority(), ProxyHop.unbracketed(uri.getHost()), port, target);
    }

    boolean isUrl() {
        return !authority.isEmpty();
    }

    /** The host if it is a name that a certificate may bear and a handshake may ask for; else empty. */
    String name() {
        return NetUtil.createByteArrayFromIpAddressString(host) == null ? host : "";
    }
}
