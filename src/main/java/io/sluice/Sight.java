package io.sluice;

import java.util.Map;

/** What a look at a file shows without reading it. While two are equal, its content is taken to be the same. Immutable. */
sealed interface Sight {

    /**
     * A file that can be looked at.
     *
     * @param attributes which file it is, by device and inode, its mode, its size, and when content and mode were changed last
     */
    record Present(Map<String, Object> attributes) implements Sight {

        public Present {
            attributes = Map.copyOf(attributes);
        }
    }

    /** Nothing that could be read. */
    record Absent(String reason) implements Sight {}
}
