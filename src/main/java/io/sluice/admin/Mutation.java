package io.sluice.admin;

import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * A handler of a call that changes something: it must be sent as JSON, which no web page can do to another site unasked, and its
 * body must be one JSON object or nothing. Immutable.
 */
record Mutation(Change change) implements Handler {

    /** What the call does. On the admin loop, where it must not block. */
    @FunctionalInterface
    interface Change {
        Outcome apply(Request request, JsonObject body);
    }

    @Override
    public Outcome answer(Request request) {
        if (!request.isJson()) {
            return Reply.error(
                    HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE,
                    "unsupported_media_type",
                    "what changes something is sent as Content-Type: application/json",
                    request.path());
        }
        JsonObject body = JsonObject.parse(request.body());
        if (body == null) {
            return Reply.error(
                    HttpResponseStatus.BAD_REQUEST, "bad_request", "the body is not one JSON object", request.path());
        }
        return change.apply(request, body);
    }
}
