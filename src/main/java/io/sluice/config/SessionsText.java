package io.sluice.config;

import io.sluice.topology.LogSpec.Sessions;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the session log goes. A file name must look like one, with a slash or a dot in it: otherwise {@code stdot} would quietly
 * become a file of that name.
 */
record SessionsText() implements Format<Sessions> {

    static final SessionsText INSTANCE = new SessionsText();

    @Override
    public String expected() {
        return "off, stdout or a file such as /var/log/sluice/sessions.log";
    }

    @Override
    public @Nullable Sessions parse(String text) {
        return switch (text) {
            case "off" -> new Sessions.Off();
            case "stdout" -> new Sessions.Stdout();
            default -> file(text);
        };
    }

    private static @Nullable Sessions file(String text) {
        boolean looksLikeFile = text.indexOf('/') >= 0 || text.indexOf('.') >= 0;
        if (!looksLikeFile || text.endsWith("/") || text.chars().anyMatch(Character::isISOControl)) {
            return null;
        }
        try {
            return new Sessions.File(Path.of(text));
        } catch (InvalidPathException e) {
            return null; // characters that the file system's encoding does not have
        }
    }
}
