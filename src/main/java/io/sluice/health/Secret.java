package io.sluice.health;

import io.sluice.model.Options;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A password of a probe, from {@code password} or the first line of {@code password_file}. Its value appears in no text but the one
 * that is sent: neither in {@link #toString} nor in what a backend says. Immutable.
 */
record Secret(String value) {

    static final Secret NONE = new Secret("");

    private static final int MOST = 1024;
    private static final String FILE_RULE = "a file whose first line is the password, of at most " + MOST + " bytes";

    /** Reads the file, if one is named: on the thread that reads the configuration, at every reload. */
    static Secret read(Options options) {
        String password = options.text("password", "");
        String file = options.text("password_file", "");
        if (options.has("password") && options.has("password_file")) {
            options.reject("password_file", "one of password and password_file");
            return NONE;
        }
        if (!options.has("password_file")) {
            return new Secret(password);
        }
        String line = firstLine(file);
        if (line == null) {
            options.reject("password_file", FILE_RULE);
        }
        return line == null ? NONE : new Secret(line);
    }

    private static @Nullable String firstLine(String file) {
        try {
            Path path = Path.of(file);
            if (!Files.isRegularFile(path)) { // a pipe might never answer
                return null;
            }
            try (InputStream in = Files.newInputStream(path)) {
                String text = new String(in.readNBytes(MOST + 1), StandardCharsets.UTF_8);
                String line = text.lines().findFirst().orElse("");
                return line.isEmpty() || line.length() > MOST ? null : line;
            }
        } catch (IOException | InvalidPathException e) {
            return null;
        }
    }

    boolean isEmpty() {
        return value.isEmpty();
    }

    /** The text without this password, should a backend send it back. */
    String removedFrom(String text) {
        return isEmpty() ? text : text.replace(value, "***");
    }

    @Override
    public String toString() {
        return isEmpty() ? "" : "***";
    }
}
