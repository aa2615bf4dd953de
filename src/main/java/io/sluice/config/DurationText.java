package io.sluice.config;

import io.sluice.model.Durations;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A duration: {@code 250ms}, {@code 5s}, {@code 1m30s}, {@code 1h}. Units go from large to small, each at most once, and are
 * never left out.
 *
 * @param least included
 * @param most included
 */
record DurationText(Duration least, Duration most) implements Format<Duration> {

    /** A year; what is longer is a slip of the pen, and far from any overflow of nanoseconds in a long. */
    static final Duration LONGEST = Duration.ofDays(365);

    /** Any duration that a timer can wait for. */
    static final DurationText TIMEOUT = new DurationText(Duration.ofMillis(1), LONGEST);

    /** Any duration; zero means at once. */
    static final DurationText ANY = new DurationText(Duration.ZERO, LONGEST);

    private static final Pattern PARTS =
            Pattern.compile("(?:([0-9]{1,9})h)?(?:([0-9]{1,9})m)?(?:([0-9]{1,9})s)?(?:([0-9]{1,9})ms)?");

    @Override
    public String expected() {
        return "a duration from " + Durations.text(least) + " to " + Durations.text(most)
                + " such as 250ms, 5s or 1m30s";
    }

    @Override
    public @Nullable Duration parse(String text) {
        Matcher parts = PARTS.matcher(text);
        if (text.isEmpty() || !parts.matches()) {
            return null;
        }
        Duration duration = Duration.ofHours(part(parts, 1))
                .plusMinutes(part(parts, 2))
                .plusSeconds(part(parts, 3))
                .plusMillis(part(parts, 4));
        return duration.compareTo(least) < 0 || duration.compareTo(most) > 0 ? null : duration;
    }

    private static long part(Matcher parts, int group) {
        String digits = parts.group(group);
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
