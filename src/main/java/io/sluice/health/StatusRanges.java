package io.sluice.health;

import io.sluice.model.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The HTTP status codes that a check takes for an answer, as {@code 200} or {@code 200-399}. Immutable. */
record StatusRanges(List<Range> ranges) {

    /** Any success, and any redirection, which is not followed. */
    static final StatusRanges DEFAULT = new StatusRanges(List.of(new Range(200, 399)));

    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{2})(?:-([1-9][0-9]{2}))?");
    private static final int LEAST = 200;

    StatusRanges {
        ranges = List.copyOf(ranges);
    }

    /** The ranges of the key {@code status}; notes what is wrong with it. */
    static StatusRanges read(Options options) {
        List<Range> ranges = new ArrayList<>();
        for (String text : options.texts("status")) {
            Range range = parse(text);
            if (range == null) {
                options.reject("status", "status codes from 200 to 999, or ranges of them such as 200-399");
                return DEFAULT;
            }
            ranges.add(range);
        }
        return ranges.isEmpty() ? DEFAULT : new StatusRanges(ranges);
    }

    private static @Nullable Range parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            return null;
        }
        int from = Integer.parseInt(form.group(1));
        int to = form.group(2) == null ? from : Integer.parseInt(form.group(2));
        return from < LEAST || from > to ? null : new Range(from, to);
    }

    boolean contain(int status) {
        return ranges.stream().anyMatch(range -> range.from <= status && status <= range.to);
    }

    /** Both ends are included. */
    record Range(int from, int to) {}
}
