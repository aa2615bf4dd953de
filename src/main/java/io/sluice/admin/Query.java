package io.sluice.admin;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The part of a request target after the question mark, decoded. Immutable. */
public record Query(Map<String, List<String>> values) {

    private static final int MOST_VALUES = 64;

    /**
     * @param target path and query as sent
     * @throws IllegalArgumentException for a malformed escape
     */
    static Query of(String target) {
        QueryStringDecoder.Builder decoder = QueryStringDecoder.builder().maxParams(MOST_VALUES);
        return new Query(decoder.build(target).parameters());
    }

    /** The last value of this name, or null. */
    public @Nullable String last(String name) {
        List<String> given = values.get(name);
        return given == null ? null : given.get(given.size() - 1);
    }

    /** Every value of this name. */
    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** The names that were given. */
    public Set<String> names() {
        return values.keySet();
    }
}
