package io.sluice.cli;

import org.jspecify.annotations.Nullable;

/**
 * A request to a daemon.
 *
 * @param method of HTTP
 * @param path percent-encoded
 * @param body a JSON document, null when there is none
 */
record Ask(String method, String path, @Nullable String body) {

    static Ask get(String path) {
        return new Ask("GET", path, null);
    }
}
