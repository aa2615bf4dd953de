package io.sluice.admin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request as a handler sees it. Immutable.
 *
 * @param method as sent; HEAD reaches the handler of GET
 * @param path percent-encoded, without the query
 * @param parameters what stood at the places of the route's pattern, decoded
 */
public record Request(
        HttpMethod method, String path, Map<String, String> parameters, Query query, HttpHeaders headers) {

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
        return headers.get(HttpHeaderNames.ACCEPT);
    }

    /** The answer is to have no body. */
    boolean isHead() {
        return method.equals(HttpMethod.HEAD);
    }
}
