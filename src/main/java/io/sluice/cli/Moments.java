package io.sluice.cli;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Moments as people read them. Ages are told by the daemon's own clock, which its documents carry. Pure. */
final class Moments {

    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Moments() {}

    /** {@code 2026-11-21 08:36:20.022}, UTC; empty when the document does not say. */
    static String utc(Document document, String key) {
        Instant moment = read(document, key);
        return moment == null ? "" : FORM.format(moment);
    }

    /**
     * How long ago it was; empty when the document does not say.
     *
     * @param whole says as {@code time} when it was made
     * @param part has the moment
     */
    static String age(Document whole, Document part, String key) {
        Instant now = read(whole, "time");
        Instant then = read(part, key);
        return now == null || then == null ? "" : age(now.toEpochMilli() - then.toEpochMilli());
    }

    /** {@code 42s}, {@code 3m12s}, {@code 2h05m}, {@code 4d03h}. */
    static String age(long millis) {
        long seconds = Math.max(0, millis / 1_000);
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3_600) {
            return units("%dm%02ds", seconds / 60, seconds % 60);
        }
        return seconds < 86_400
                ? units("%dh%02dm", seconds / 3_600, seconds / 60 % 60)
                : units("%dd%02dh", seconds / 86_400, seconds / 3_600 % 24);
    }

    private static String units(String form, long large, long small) {
        return String.format(Locale.ROOT, form, large, small);
    }

    private static @Nullable Instant read(Document document, String key) {
        try {
            return Instant.parse(document.text(key));
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
