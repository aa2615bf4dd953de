package io.sluice.stats;

import org.jspecify.annotations.Nullable;

/** {@code 2026-01-02T03:04:05.678Z listener=web protocol=tcp … code=-- reason="…"}: a session for people and for grep. */
final class TextLine {

    private final StringBuilder line = new StringBuilder(256);

    private TextLine() {}

    static String of(SessionRecord record) {
        TextLine text = new TextLine();
        text.line.append(LogNumbers.time(record.endedAtMillis()));
        text.name("listener", record.listener());
        text.plain("protocol", record.protocol().word());
        text.name("client", record.client());
        text.name("pool", record.pool());
        text.name("backend", record.backend());
        text.plain("bytes_in", record.bytesIn());
        text.plain("bytes_out", record.bytesOut());
        text.plain("connect_ms", record.connectNanos() < 0 ? "-" : LogNumbers.millis(record.connectNanos()));
        text.plain("duration_ms", LogNumbers.millis(record.durationNanos()));
        text.plain("attempts", record.attempts());
        text.plain("code", record.code().code());
        text.quoted("reason", record.reason());
        return text.line.toString();
    }

    private void plain(String key, Object value) {
        line.append(' ').append(key).append('=').append(value);
    }

    private void quoted(String key, String value) {
        plain(key, '"' + SafeText.escaped(value) + '"');
    }

    /** Bare where that cannot be misread, quoted elsewhere; {@code -} for none, so that a name "-" is quoted. */
    private void name(String key, @Nullable String value) {
        if (value == null) {
            plain(key, "-");
        } else if (value.equals("-") || value.isEmpty() || value.codePoints().anyMatch(TextLine::needsQuotes)) {
            quoted(key, value);
        } else {
            plain(key, SafeText.bounded(value));
        }
    }

    private static boolean needsQuotes(int point) {
        return point == '"'
                || point == '\\'
                || point == '='
                || Character.isSpaceChar(point)
                || Character.getType(point) == Character.SURROGATE
                || !SafeText.prints(point);
    }
}
