package io.sluice.admin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other people's web pages out: a browser on this machine can be made to call us, but it then tells the page's name in
 * {@code Host} (DNS rebinding), {@code Origin} or {@code Sec-Fetch-Site}. Pure.
 */
enum SiteRule {
    /** For an address: {@code Host} must be localhost or a loopback literal, with any port. */
    LOOPBACK_HOST,
    /** For a UNIX socket, which no page can name: any {@code Host}. */
    ANY_HOST;

    private static final Pattern HOST = Pattern.compile("(?:\\[(?<six>[^\\]]*)\\]|(?<name>[^:]*))(?::\\d{0,5})?");

    /** The answer to a request that comes from elsewhere, or null. */
    @Nullable
    Reply objection(HttpHeaders headers) {
        String host = headers.get(HttpHeaderNames.HOST);
        if (this == LOOPBACK_HOST && host != null && !isLoopback(host)) {
            return forbidden(
                    "foreign_host",
                    "the Host header names another machine (expected: localhost or a loopback address)");
        }
        String origin = headers.get(HttpHeaderNames.ORIGIN);
        if (origin != null && !isSame(origin, host)) {
            return forbidden("foreign_origin", "the request comes from a page of another site");
        }
        if ("cross-site".equalsIgnoreCase(headers.get("sec-fetch-site"))) {
            return forbidden("foreign_origin", "the request comes from a page of another site");
        }
        return null;
    }

    private static Reply forbidden(String code, String message) {
        return Reply.error(HttpResponseStatus.FORBIDDEN, code, message, null);
    }

    private static boolean isSame(String origin, @Nullable String host) {
        String lower = origin.toLowerCase(Locale.ROOT);
        return host != null && lower.equals("http://" + host.toLowerCase(Locale.ROOT));
    }

    private static boolean isLoopback(String host) {
        Matcher parts = HOST.matcher(host);
        if (!parts.matches()) {
            return false;
        }
        if (parts.group("name") != null && parts.group("name").equalsIgnoreCase("localhost")) {
            return true;
        }
        String literal = parts.group("name") == null ? parts.group("six") : parts.group("name");
        byte[] address = NetUtil.createByteArrayFromIpAddressString(literal);
        try {
            return address != null && InetAddress.getByAddress(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // the length is 4 or 16
        }
    }
}
