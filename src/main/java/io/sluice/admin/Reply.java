package io.sluice.admin;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a handler answers: a status, a body and the headers that only this answer has. Immutable.
 *
 * @param headers that only this answer has, beside those of every answer
 */
public record Reply(HttpResponseStatus status, String contentType, String body, Map<String, String> headers)
        implements Outcome {

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String JSON = "application/json";

    /** A line or more of plain text. */
    public static Reply text(HttpResponseStatus status, String text) {
        return of(status, TEXT, text);
    }

    public static Reply of(HttpResponseStatus status, String contentType, String body) {
        return new Reply(status, contentType, body, Map.of());
    }

    /** A map, list, string, number, boolean or null as JSON, with status 200. */
    public static Reply json(Object document) {
        return new Reply(HttpResponseStatus.OK, JSON, JsonText.of(document), Map.of());
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
        return new Reply(status, JSON, JsonText.of(Map.of("error", error)), Map.of());
    }

    /** The path exists, but not with this method. */
    static Reply methodNotAllowed(String path, String allow) {
        String message = "this path takes " + allow + " only";
        return error(HttpResponseStatus.METHOD_NOT_ALLOWED, "method_not_allowed", message, path)
                .with("allow", allow);
    }

    /** A request that was read and makes no sense, with every reason. */
    static Reply invalid(List<Map<String, Object>> problems, String message, String path) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", "invalid");
        error.put("message", message);
        error.put("path", path);
        error.put("problems", problems);
        String text = JsonText.of(Map.of("error", error));
        return new Reply(HttpResponseStatus.UNPROCESSABLE_ENTITY, JSON, text, Map.of());
    }

    /** The same with another status. */
    Reply as(HttpResponseStatus other) {
        return new Reply(other, contentType, body, headers);
    }

    /** The same with one more header. */
    public Reply with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, contentType, body, more);
    }
}
