package io.sluice.admin;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The HTTP form of a reply, with the headers that every answer carries. */
final class Responses {

    private static final String POLICY = "default-src 'self'; frame-ancestors 'none'";

    /** The IMF-fixdate of RFC 9110, 5.6.7. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private Responses() {}

    static DefaultFullHttpResponse of(Reply reply) {
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        DefaultFullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, reply.status(), Unpooled.wrappedBuffer(body));
        HttpHeaders headers = response.headers();
        common(headers, reply.contentType());
        headers.set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        reply.headers().forEach(headers::set);
        return response;
    }

    /** The head of an answer whose length is not known; HTTP/1.0 knows no chunks and reads to the end of the connection. */
    static HttpResponse ofStream(String contentType, HttpVersion version) {
        HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        common(response.headers(), contentType);
        response.headers().set(HttpHeaderNames.CONNECTION, "close");
        HttpUtil.setTransferEncodingChunked(response, version.equals(HttpVersion.HTTP_1_1));
        return response;
    }

    private static void common(HttpHeaders headers, String contentType) {
        headers.set(HttpHeaderNames.DATE, DATE.format(Instant.now()));
        headers.set(HttpHeaderNames.CONTENT_TYPE, contentType);
        headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        headers.set(HttpHeaderNames.CONTENT_SECURITY_POLICY, POLICY);
        headers.set("x-content-type-options", "nosniff");
    }
}
