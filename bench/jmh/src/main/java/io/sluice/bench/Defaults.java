package io.sluice.bench;

import io.sluice.model.Options;
import java.time.Duration;
import java.util.List;

/** The options of a scheduler that is only named. */
final class Defaults implements Options {

    @Override
    public long number(String key, long fallback, long least, long most) {
        return fallback;
    }

    @Override
    public boolean flag(String key, boolean fallback) {
        return fallback;
    }

    @Override
    public String text(String key, String fallback) {
        return fallback;
    }

    @Override
    public String oneOf(String key, String fallback, List<String> words) {
        return fallback;
    }

    @Override
    public Duration duration(String key, Duration fallback) {
        return fallback;
    }
}
