package io.sluice.admin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other people's web pages out: a browser on this machine can be made to call us, but it then tells the page's name in
 * {@code Host} (DNS rebinding), {@code Origin} or {@code Sec-Fetch-Site}. Immutable.
 *
 * @param names that we are called by, in lower case; {@code localhost} and the addresses that we are reached at always are
 * @param isAnyHost true where no page can name us, or where it does no harm
 * @param scheme of our own pages
 */
record SiteRule(Set<String> names, boolean isAnyHost, String scheme) {

    private static final Pattern HOST = Pattern.compile("(?:\\[(?<six>[^\\]]*)\\]|(?<name>[^:]*))(?::\\d{0,5})?");

    /** For an address. */
    static SiteRule named(List<String> names, String scheme) {
        return new SiteRule(
                names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet()),
                false,
                scheme);
    }

    /** Any {@code Host} will do. */
    static SiteRule anyHost(String scheme) {
        return new SiteRule(Set.of(), true, scheme);
    }

    /**
     * The answer to a request that comes from elsewhere, or null.
     *
     * @param reached our address that the connection came to, null on a UNIX socket
     */
    @Nullable
    Reply objection(HttpRequest head, @Nullable InetAddress reached) {
        HttpHeaders headers = head.headers();
        String host = headers.get(HttpHeaderNames.HOST);
        if (!isAnyHost && host != null && !isOurs(host, reached)) {
            return forbidden(
                    "foreign_host",
                    "the Host header names another machine (expected: localhost, the address, or a name of admin.hosts)");
        }
        String origin = headers.get(HttpHeaderNames.ORIGIN);
        if ((origin != null && !isSame(origin, host)) || isForeign(headers.get("sec-fetch-site"), head.method())) {
            return forbidden("foreign_origin", "the request comes from a page of another site");
        }
        return null;
    }

    /** What reads may be a link from another port of the same machine, such as a dashboard's. */
    private static boolean isForeign(@Nullable String site, HttpMethod method) {
        return "cross-site".equalsIgnoreCase(site) || (!Desk.isRead(method) && "same-site".equalsIgnoreCase(site));
    }

    private static Reply forbidden(String code, String message) {
        return Reply.error(HttpResponseStatus.FORBIDDEN, code, message, null);
    }

    private boolean isSame(String origin, @Nullable String host) {
        String lower = origin.toLowerCase(Locale.ROOT);
        return host != null && lower.equals(scheme + "://" + host.toLowerCase(Locale.ROOT));
    }

    private boolean isOurs(String host, @Nullable InetAddress reached) {
        Matcher parts = HOST.matcher(host);
        if (!parts.matches()) {
            return false;
        }
        String name = parts.group("name");
        if (name != null && (name.equalsIgnoreCase("localhost") || names.contains(name.toLowerCase(Locale.ROOT)))) {
            return true;
        }
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(name == null ? parts.group("six") : name);
        return literal != null && isOurs(literal, reached);
    }

    private static boolean isOurs(byte[] literal, @Nullable InetAddress reached) {
        try {
            InetAddress address = InetAddress.getByAddress(literal);
            return address.isLoopbackAddress() || address.equals(reached);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // the length is 4 or 16
        }
    }
}
