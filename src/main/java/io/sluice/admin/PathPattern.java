package io.sluice.admin;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A path with named places, such as {@code /pools/{pool}}; a place stands for exactly one segment. Immutable. */
public final class PathPattern {

    private final String text;
    private final List<String> segments;

    PathPattern(String text) {
        this.text = text;
        this.segments = split(text);
    }

    /**
     * What stands at the places of a percent-encoded path, or null when the path is another one. Segments are decoded after the
     * path is cut, so that an encoded slash stays part of its segment.
     *
     * @throws IllegalArgumentException for a malformed escape
     */
    @Nullable
    Map<String, String> match(String path) {
        List<String> given = split(path);
        if (given.size() != segments.size()) {
            return null;
        }
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i < given.size(); i++) {
            String segment = segments.get(i);
            if (segment.startsWith("{")) {
                parameters.put(segment.substring(1, segment.length() - 1), decode(given.get(i)));
            } else if (!segment.equals(given.get(i))) {
                return null;
            }
        }
        return parameters;
    }

    private static String decode(String segment) {
        // The decoder is made for forms, where a plus is a space; in a path it is a plus.
        return QueryStringDecoder.decodeComponent(segment.replace("+", "%2B"));
    }

    private static List<String> split(String path) {
        return List.of(path.split("/", -1));
    }

    @Override
    public String toString() {
        return text;
    }
}
