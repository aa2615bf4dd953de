package io.sluice.bench;

import io.sluice.model.Options;
import java.time.Duration;
import java.util.List;
import java.util.Map;

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

    @Override
    public Duration duration(String key, Duration fallback, Duration least, Duration most) {
        return fallback;
    }

    @Override
    public boolean has(String key) {
        return false;
    }

    @Override
    public List<String> texts(String key) {
        return List.of();
    }

    @Override
    public List<Options> sections(String key) {
        return List.of();
    }

    @Override
    public Map<String, String> pairs(String key) {
        return Map.of();
    }

    @Override
    public void reject(String key, String expected) {
        throw new IllegalStateException(key + " is not there");
    }
}
