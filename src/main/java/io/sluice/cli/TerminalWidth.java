package io.sluice.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How many columns a terminal has. The JDK cannot ask the kernel, so {@code stty} does. */
final class TerminalWidth {

    private static final int LEAST = 60;
    private static final int MOST = 200;

    private TerminalWidth() {}

    /** The one of this process, between {@value #LEAST} and {@value #MOST}; what a table has elsewhere when nobody knows. */
    static int ofProcess() {
        int columns = columns(System.getenv("COLUMNS"));
        return bounded(columns > 0 ? columns : columns(asked()));
    }

    /** The last number of {@code 24 80}, or 0. */
    static int columns(@Nullable String text) {
        String last = text == null ? "" : text.strip().replaceFirst("^\\d+ ", "");
        return last.matches("[0-9]{1,5}") ? Integer.parseInt(last) : 0;
    }

    static int bounded(int columns) {
        return columns == 0 ? Table.WIDTH : Math.max(LEAST, Math.min(MOST, columns));
    }

    private static @Nullable String asked() {
        ProcessBuilder stty = new ProcessBuilder("stty", "size")
                .redirectInput(new File("/dev/tty"))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            Process process = stty.start();
            if (!process.waitFor(1, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return null;
            }
            try (BufferedReader answer =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
                return answer.readLine();
            }
        } catch (IOException e) {
            return null; // no terminal that answers, or no stty
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
