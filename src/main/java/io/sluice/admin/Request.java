package io.sluice.admin;

import io.netty.handler.codec.http.HttpMethod;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request as a handler sees it. Immutable.
 *
 * @param method as sent; HEAD reaches the handler of GET
 * @param path percent-encoded, without the query
 * @param parameters what stood at the places of the route's pattern, decoded
 * @param accept the {@code Accept} header, null when there is none
 */
public record Request(
        HttpMethod method,
        String path,
        Map<String, String> parameters,
        @Nullable String accept) {}
