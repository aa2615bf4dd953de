package io.sluice.cli;

import org.jspecify.annotations.Nullable;

/**
 * A request to a daemon.
 *
 * @param method of HTTP
 * @param path percent-encoded
 * @param body null when there is none
 * @param contentType of the body
 */
record Ask(String method, String path, @Nullable String body, String contentType) {

    private static final String JSON = "application/json";

    /** With a JSON document. */
    Ask(String method, String path, @Nullable String body) {
        this(method, path, body, JSON);
    }

    static Ask get(String path) {
        return new Ask("GET", path, null);
    }
}
