package io.sluice.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON object of a request while it is written. Not thread-safe. */
final class Body {

    private final Map<String, Object> members = new LinkedHashMap<>();

    /** @param value null leaves the member out */
    Body with(String key, @Nullable Object value) {
        if (value != null) {
            members.put(key, value);
        }
        return this;
    }

    String text() {
        try {
            return JSON.std.asString(members);
        } catch (IOException e) {
            throw new IllegalStateException(e); // nothing is read or written
        }
    }
}
