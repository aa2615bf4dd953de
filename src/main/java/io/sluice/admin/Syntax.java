package io.sluice.admin;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a request head is HTTP/1 as we take it (RFC 9112). Pure. */
final class Syntax {

    static final int MAX_LINE_BYTES = 4 * 1024;
    static final int MAX_HEADER_BYTES = 8 * 1024;
    static final int MAX_BODY_BYTES = 1024 * 1024;

    private Syntax() {}

    /** The answer to a head that is not acceptable, or null. */
    static @Nullable Reply objection(HttpRequest head) {
        Reply malformed = malformed(head.decoderResult());
        if (malformed != null) {
            return malformed;
        }
        HttpVersion version = head.protocolVersion();
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            return bad("the version is not HTTP/1.0 or HTTP/1.1");
        }
        int hosts = head.headers().getAll(HttpHeaderNames.HOST).size();
        if (hosts > 1 || (hosts == 0 && version.equals(HttpVersion.HTTP_1_1))) {
            return bad("there must be one Host header");
        }
        if (version.equals(HttpVersion.HTTP_1_0) && head.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            return bad("HTTP/1.0 has no Transfer-Encoding");
        }
        if (!isChunkedOrPlain(head.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING))) {
            return bad("the only Transfer-Encoding known here is chunked");
        }
        if (!head.uri().startsWith("/")) {
            return bad("the request target is not a path");
        }
        return HttpUtil.getContentLength(head, 0L) > MAX_BODY_BYTES ? tooLarge() : null;
    }

    /** The decoder would take {@code gzip, chunked} for a body that we can read. */
    private static boolean isChunkedOrPlain(List<String> codings) {
        return codings.isEmpty() || (codings.size() == 1 && codings.get(0).equalsIgnoreCase("chunked"));
    }

    /** The answer to what the decoder could not read, or null. */
    static @Nullable Reply malformed(DecoderResult result) {
        if (result.isSuccess()) {
            return null;
        }
        if (result.cause() instanceof TooLongHttpLineException) {
            return bad("the request line is longer than " + MAX_LINE_BYTES + " bytes");
        }
        if (result.cause() instanceof TooLongHttpHeaderException) {
            return bad("the headers are longer than " + MAX_HEADER_BYTES + " bytes");
        }
        return bad("malformed request");
    }

    static Reply tooLarge() {
        return Reply.error(
                HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                "too_large",
                "the body is longer than " + MAX_BODY_BYTES + " bytes",
                null);
    }

    private static Reply bad(String message) {
        return Reply.error(HttpResponseStatus.BAD_REQUEST, "bad_request", message, null);
    }
}
