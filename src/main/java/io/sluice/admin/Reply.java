package io.sluice.admin;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a handler answers: a status, a body and the headers that only this answer has. Immutable.
 *
 * @param allow the methods of a 405, null for any other status
 */
public record Reply(
        HttpResponseStatus status,
        String contentType,
        String body,
        @Nullable String allow) implements Outcome {

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String JSON = "application/json";

    /** A line or more of plain text. */
    public static Reply text(HttpResponseStatus status, String text) {
        return of(status, TEXT, text);
    }

    public static Reply of(HttpResponseStatus status, String contentType, String body) {
        return new Reply(status, contentType, body, null);
    }

    /** A map, list, string, number, boolean or null as JSON, with status 200. */
    public static Reply json(Object document) {
        return new Reply(HttpResponseStatus.OK, JSON, JsonText.of(document), null);
    }

    /**
     * The document of every error.
     *
     * @param code one word in snake_case for programs; the message is for people
     * @param path of the request, null when it could not be read
     */
    public static Reply error(HttpResponseStatus status, String code, String message, @Nullable String path) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", code);
        error.put("message", message);
        if (path != null) {
            error.put("path", path);
        }
        return new Reply(status, JSON, JsonText.of(Map.of("error", error)), null);
    }

    /** The path exists, but not with this method. */
    static Reply methodNotAllowed(String path, String allow) {
        Reply error = error(
                HttpResponseStatus.METHOD_NOT_ALLOWED,
                "method_not_allowed",
                "this path takes " + allow + " only",
                path);
        return new Reply(error.status, error.contentType, error.body, allow);
    }
}
