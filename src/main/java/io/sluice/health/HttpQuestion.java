package io.sluice.health;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.sluice.model.Endpoint;
import io.sluice.model.Options;
import java.util.List;
import java.util.Map;

/**
 * The request that a check of HTTP sends. Immutable.
 *
 * @param host the Host header; empty = the backend's address
 * @param headers more of them, which replace ours of the same name
 */
record HttpQuestion(String method, String target, String host, Map<String, String> headers) {

    private static final List<String> METHODS = List.of("GET", "HEAD", "OPTIONS", "POST", "PUT");

    HttpQuestion {
        headers = Map.copyOf(headers);
    }

    static HttpQuestion read(Options options, HttpPlace place) {
        String method = options.oneOf("method", "GET", METHODS);
        String host = options.text("host", place.authority());
        Map<String, String> headers = options.pairs("headers");
        if (!isSound("Host", host)) {
            options.reject("host", "a host name, and its port if need be");
        }
        if (!headers.entrySet().stream().allMatch(header -> isSound(header.getKey(), header.getValue()))) {
            options.reject("headers", "names and values as HTTP allows them");
            headers = Map.of();
        }
        return new HttpQuestion(method, place.target(), host, headers);
    }

    private static boolean isSound(String name, String value) {
        try {
            return new DefaultHttpHeaders().add(name, value).size() == 1;
        } catch (IllegalArgumentException e) { // so the validation of Netty says no
            return false;
        }
    }

    /** The request for one backend. */
    FullHttpRequest to(Endpoint backend) {
        FullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.valueOf(method), target, Unpooled.EMPTY_BUFFER);
        HttpHeaders all = request.headers();
        all.set(HttpHeaderNames.HOST, host.isEmpty() ? address(backend) : host);
        all.set(HttpHeaderNames.USER_AGENT, "sluice");
        all.set(HttpHeaderNames.ACCEPT, "*/*");
        all.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (method.startsWith("P")) { // POST and PUT without a body say so
            all.set(HttpHeaderNames.CONTENT_LENGTH, HttpHeaderValues.ZERO);
        }
        headers.forEach(all::set);
        return request;
    }

    private static String address(Endpoint backend) {
        return backend instanceof Endpoint.Unix ? "localhost" : backend.text();
    }
}
