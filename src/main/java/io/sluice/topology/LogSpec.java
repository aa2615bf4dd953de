package io.sluice.topology;

import java.nio.file.Path;
import java.util.Locale;

/** The section {@code log}. */
public record LogSpec(Level level, Sessions sessions, Format format) {

    /** The least severe line that the daemon writes to standard error. */
    public enum Level {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR;

        /** As the configuration writes it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The form of the session log. */
    public enum Format {
        TEXT,
        JSON
    }

    /** Where the session log goes. */
    public sealed interface Sessions {
        record Off() implements Sessions {}

        record Stdout() implements Sessions {}

        record File(Path path) implements Sessions {}
    }
}
