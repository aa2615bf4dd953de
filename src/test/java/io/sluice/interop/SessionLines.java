package io.sluice.interop;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The session log of a daemon, line by line. */
record SessionLines(List<Map<String, Object>> all) {

    /** What the file holds now; half a line at its end is left out. */
    static SessionLines of(Path file) {
        try {
            String text = Files.readString(file);
            List<Map<String, Object>> lines = new ArrayList<>();
            for (String line :
                    text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
                lines.add(JSON.std.mapFrom(line));
            }
            return new SessionLines(lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many lines there are for each value of a key. */
    Map<String, Long> by(String key) {
        Map<String, Long> counts = new TreeMap<>();
        all.forEach(line -> counts.merge(String.valueOf(line.get(key)), 1L, Long::sum));
        return counts;
    }

    /** The sum of a number over all lines. */
    long sum(String key) {
        return all.stream()
                .mapToLong(line -> line.get(key) instanceof Number number ? number.longValue() : 0)
                .sum();
    }
}
