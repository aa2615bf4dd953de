package io.sluice.stats;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of an open session, unique in the process: the worker that it lives on, and how many began there before. Written as
 * {@code 1-4711}.
 *
 * @param number counts from 1 on each worker
 */
public record SessionId(int worker, long number) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,6})-(\\d{1,18})");

    /** Null for a text that is no such name. */
    public static @Nullable SessionId parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches() ? new SessionId(Integer.parseInt(form.group(1)), Long.parseLong(form.group(2))) : null;
    }

    @Override
    public String toString() {
        return worker + "-" + number;
    }
}
