package io.sluice.config;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects what is wrong while a file is read. What is written once and used many times through an alias is reported once. Not
 * thread-safe; used while one file is read.
 */
final class Problems {

    /** Nobody reads more, and all of a file that is wrong in every word would fill the memory of a daemon that reloads it. */
    static final int MOST = 1_000;

    private static final String FEWER = "fewer; only the first " + MOST + " are shown";

    private static final Comparator<Problem> BY_PLACE = Comparator.comparingInt(Problem::line)
            .thenComparingInt(Problem::column)
            .thenComparing(Problem::path)
            .thenComparing(Problem::expected);

    private final String file;
    private final Map<Reason, Problem> problems = new LinkedHashMap<>();
    private final Map<Reason, Problem> warnings = new LinkedHashMap<>();

    Problems(String file) {
        this.file = file;
    }

    void problem(Place place, String path, String value, String expected) {
        note(problems, place, path, value, expected);
    }

    void warning(Place place, String path, String value, String expected) {
        note(warnings, place, path, value, expected);
    }

    private void note(Map<Reason, Problem> notes, Place place, String path, String value, String expected) {
        Reason reason = Reason.of(place, path, expected);
        if (notes.size() < MOST) {
            notes.putIfAbsent(reason, noted(place, path, value, expected));
        } else if (!notes.containsKey(reason)) {
            notes.putIfAbsent(Reason.LAST, noted(Place.START, "file", "more than " + MOST + " remarks", FEWER));
        }
    }

    private Problem noted(Place place, String path, String value, String expected) {
        return new Problem(file, place.line(), place.column(), path, Shown.of(value), expected);
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    /** Ordered by place. */
    List<Problem> problems() {
        return problems.values().stream().sorted(BY_PLACE).toList();
    }

    /** Ordered by place. */
    List<Problem> warnings() {
        return warnings.values().stream().sorted(BY_PLACE).toList();
    }

    String file() {
        return file;
    }

    /** The same at the same place, below whichever name an alias brought it there. */
    private record Reason(Place place, String key, String expected) {

        /** That there are more. */
        static final Reason LAST = new Reason(Place.START, "", "");

        static Reason of(Place place, String path, String expected) {
            return new Reason(place, path.substring(path.lastIndexOf('.') + 1), expected);
        }
    }
}
