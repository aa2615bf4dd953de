package io.sluice;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the configuration that a daemon starts with has come from. Immutable.
 *
 * @param file that reloads read; null when there is none
 * @param seen hash of what the file contained at the start, whether it could be used or not; empty when it could not be read
 * @param lastGood keeps each configuration that comes into force; null when nothing does
 * @param text the configuration's own, to be kept once it is in force; null when it need not be
 */
record ConfigSource(
        @Nullable Path file,
        String seen,
        @Nullable Path lastGood,
        @Nullable String text) {

    /** A file that nothing is kept of, or none. */
    static ConfigSource of(@Nullable Path file, String hash) {
        return new ConfigSource(file, hash, null, null);
    }

    /** Whether the file could not be used, so that the daemon starts with what was kept before. */
    boolean isLastGood() {
        return lastGood != null && text == null;
    }
}
