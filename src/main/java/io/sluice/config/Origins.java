package io.sluice.config;

import java.util.Map;

/** Where the file names each backend's address. Immutable. */
public final class Origins {

    private final String file;
    private final Map<String, Origin> origins;

    Origins(String file, Map<String, Origin> origins) {
        this.file = file;
        this.origins = Map.copyOf(origins);
    }

    /** A warning at the address of the pool's backend number {@code index}, counted from 0 in the order of the file. */
    Problem warning(String pool, int index, String value, String expected) {
        Origin origin = origins.getOrDefault(key(pool, index), Origin.UNKNOWN);
        return new Problem(file, origin.place.line(), origin.place.column(), origin.path, Shown.of(value), expected);
    }

    static String key(String pool, int index) {
        return pool + "[" + index + "]";
    }

    /** A key of the file and its value's place. */
    record Origin(String path, Place place) {
        private static final Origin UNKNOWN = new Origin("pools", Place.START);
    }
}
