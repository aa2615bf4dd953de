package io.sluice.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What wrk counted.
 *
 * @param bytes of all answers, headers included
 * @param bad answers that were not 2xx or 3xx
 * @param broken connections that could not be opened, read or written, or that timed out
 */
record Wrk(long requests, long bytes, long bad, long broken) {

    private static final String SCRIPT = """
            done = function(summary, latency, requests)
              local e = summary.errors
              io.write(string.format("counted requests=%d bytes=%d bad=%d broken=%d\\n",
                summary.requests, summary.bytes, e.status, e.connect + e.read + e.write + e.timeout))
            end
            """;
    private static final Pattern COUNTED =
            Pattern.compile("counted requests=(\\d+) bytes=(\\d+) bad=(\\d+) broken=(\\d+)");

    /** Two threads against one URL. */
    static Command against(Path directory, String url, int connections, int seconds) {
        Path script = directory.resolve("counted.lua");
        try {
            Files.writeString(script, SCRIPT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Command.of("wrk", "-t2", "-c" + connections, "-d" + seconds + "s", "-s", script.toString(), url);
    }

    static Wrk of(String output) {
        Matcher counted = COUNTED.matcher(output);
        assertThat(counted.find()).as("what wrk counted: %s", output).isTrue();
        return new Wrk(
                Long.parseLong(counted.group(1)),
                Long.parseLong(counted.group(2)),
                Long.parseLong(counted.group(3)),
                Long.parseLong(counted.group(4)));
    }
}
