package io.sluice.admin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request as a handler sees it. Immutable.
 *
 * @param head method, target and headers as sent; HEAD reaches the handler of GET
 * @param parameters what stood at the places of the route's pattern, decoded
 * @param body as UTF-8; empty for GET and HEAD, whose bodies mean nothing
 */
public record Request(HttpRequest head, Map<String, String> parameters, Query query, String body) {

    /** Percent-encoded, without the query. */
    public String path() {
        return Routes.path(head);
    }

    /** What stood at a place of the route's pattern. */
    public String parameter(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no place " + name);
        }
        return value;
    }

    /** The {@code Accept} header, null when there is none. */
    public @Nullable String accept() {
        return head.headers().get(HttpHeaderNames.ACCEPT);
    }

    /** The answer is to have no body. */
    boolean isHead() {
        return head.method().equals(HttpMethod.HEAD);
    }

    /** True for {@code application/json}, with parameters or without. */
    boolean isJson() {
        return mediaType().equals("application/json");
    }

    /** The {@code Content-Type} in lower case without its parameters; empty when there is none. */
    String mediaType() {
        String type = head.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
        return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }
}
