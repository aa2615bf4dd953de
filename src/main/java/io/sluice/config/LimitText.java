package io.sluice.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A duration that limits something, or {@code 0} for no limit. */
record LimitText() implements Format<Duration> {

    static final LimitText INSTANCE = new LimitText();

    @Override
    public String expected() {
        return "0 for any, or " + DurationText.TIMEOUT.expected();
    }

    @Override
    public @Nullable Duration parse(String text) {
        return text.equals("0") ? Duration.ZERO : DurationText.ANY.parse(text);
    }
}
