package io.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Options;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The options of a plug-in as a map: numbers, flags, texts, durations, lists of texts or of maps, and maps of texts.
 *
 * @param rejected the keys that the plug-in would not take
 */
public record GivenOptions(Map<String, Object> given, List<String> rejected) implements Options {

    /** Of an operator who wrote only the name. */
    public static final GivenOptions NONE = of(Map.of());

    public static GivenOptions of(Map<String, ?> given) {
        return new GivenOptions(Map.copyOf(given), new ArrayList<>());
    }

    @Override
    public long number(String key, long fallback, long least, long most) {
        if (!given.containsKey(key)) {
            return fallback;
        }
        long number = Long.parseLong(given.get(key).toString());
        assertThat(number).as(key).isBetween(least, most);
        return number;
    }

    @Override
    public boolean flag(String key, boolean fallback) {
        return given.containsKey(key) ? (Boolean) given.get(key) : fallback;
    }

    @Override
    public String text(String key, String fallback) {
        return given.containsKey(key) ? given.get(key).toString() : fallback;
    }

    @Override
    public String oneOf(String key, String fallback, List<String> words) {
        String word = text(key, fallback);
        assertThat(words).as(key).contains(word);
        return word;
    }

    @Override
    public Duration duration(String key, Duration fallback) {
        return given.containsKey(key) ? (Duration) given.get(key) : fallback;
    }

    @Override
    public Duration duration(String key, Duration fallback, Duration least, Duration most) {
        return duration(key, fallback);
    }

    @Override
    public boolean has(String key) {
        return given.containsKey(key);
    }

    @Override
    public List<String> texts(String key) {
        Object value = given.getOrDefault(key, List.of());
        return value instanceof List<?> list
                ? list.stream().map(Object::toString).toList()
                : List.of(value.toString());
    }

    @Override
    @SuppressWarnings("unchecked")
    public List<Options> sections(String key) {
        List<?> list = (List<?>) given.getOrDefault(key, List.of());
        return list.stream().<Options>map(item -> of((Map<String, ?>) item)).toList();
    }

    @Override
    @SuppressWarnings("unchecked")
    public Map<String, String> pairs(String key) {
        return (Map<String, String>) given.getOrDefault(key, Map.of());
    }

    @Override
    public void reject(String key, String expected) {
        rejected.add(key);
    }
}
