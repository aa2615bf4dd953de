package io.sluice.admin;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.jr.ob.JSON;
import io.sluice.config.Format;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request while it is read. As in the configuration file, a member is known once a reader has asked for it, and
 * {@link #complaint} names all that was wrong, the members that nobody asked for included. Not thread-safe.
 */
final class JsonObject {

    private static final int MOST_SHOWN = 64;
    private static final int MOST_PROBLEMS = 100;

    private final Map<?, ?> members;
    private final Set<String> asked = new LinkedHashSet<>();
    private final List<Map<String, Object>> problems = new ArrayList<>();

    private JsonObject(Map<?, ?> members) {
        this.members = members;
    }

    /** Null when the text is not exactly one JSON object. No text at all is an empty object. */
    static @Nullable JsonObject parse(String text) {
        if (text.isBlank()) {
            return new JsonObject(Map.of());
        }
        try (JsonParser parser = JSON.std.getStreamingFactory().createParser(text)) {
            parser.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
            Object value = JSON.std.anyFrom(parser);
            return value instanceof Map<?, ?> members && parser.nextToken() == null ? new JsonObject(members) : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** A whole number, or null when it is absent or, once a problem is noted, when it is anything else. */
    @Nullable
    Integer number(String key, int least, int most) {
        asked.add(key);
        Object value = members.get(key);
        boolean isWhole = value instanceof Integer || value instanceof Long;
        if (isWhole && value instanceof Number number && number.longValue() >= least && number.longValue() <= most) {
            return number.intValue();
        }
        reject(key, least + " to " + most);
        return null;
    }

    /** One of the names of an enum in lower case, or null when it is absent or, once a problem is noted, anything else. */
    <E extends Enum<E>> @Nullable E word(String key, List<E> words) {
        asked.add(key);
        for (E word : words) {
            if (name(word).equals(members.get(key))) {
                return word;
            }
        }
        reject(key, words.stream().map(JsonObject::name).collect(Collectors.joining(", ")));
        return null;
    }

    /** A text as the configuration file has it, or null when it is absent or, once a problem is noted, when it is anything else. */
    <T> @Nullable T text(String key, Format<T> format) {
        asked.add(key);
        T value = members.get(key) instanceof String text ? format.parse(text) : null;
        if (value == null) {
            reject(key, format.expected());
        }
        return value;
    }

    /** The same of one that must be there. */
    <T> @Nullable T required(String key, Format<T> format) {
        if (!members.containsKey(key)) {
            refuse(key, format.expected());
        }
        return text(key, format);
    }

    /** Notes that a member, or its absence, is not what it should be: for what is known only beside others. */
    void refuse(String key, String expected) {
        asked.add(key);
        note(key, members.containsKey(key) ? shown(members.get(key)) : "absent", expected);
    }

    /** A member that is true or false; false when it is absent or, once a problem is noted, when it is anything else. */
    boolean flag(String key) {
        return Boolean.TRUE.equals(choice(key));
    }

    /** True or false, or null when it is absent or, once a problem is noted, when it is anything else. */
    @Nullable
    Boolean choice(String key) {
        asked.add(key);
        if (members.get(key) instanceof Boolean choice) {
            return choice;
        }
        reject(key, "true or false");
        return null;
    }

    private static String name(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    private void reject(String key, String expected) {
        if (members.containsKey(key)) {
            note(key, shown(members.get(key)), expected);
        }
    }

    /** A body has room for tens of thousands of them, and the answer is written by the loop that serves everyone. */
    private void note(String key, String value, String expected) {
        if (problems.size() == MOST_PROBLEMS) {
            return;
        }
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("path", cut(key));
        problem.put("value", value);
        problem.put("expected", expected);
        problems.add(problem);
    }

    private static String shown(@Nullable Object value) {
        if (value instanceof Map<?, ?>) {
            return "an object";
        }
        return value instanceof List<?> ? "a list" : cut(String.valueOf(value));
    }

    private static String cut(String text) {
        return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
    }

    /** The answer to a body that makes no sense, or null. Called once all was asked for. */
    @Nullable
    Reply complaint(String path) {
        for (Object key : members.keySet()) {
            if (!asked.contains(String.valueOf(key))) {
                note(String.valueOf(key), "unknown member", "one of " + String.join(", ", asked));
            }
        }
        if (problems.isEmpty()) {
            return null;
        }
        String message = problems.stream()
                .map(each -> each.get("path") + ": " + each.get("value") + " (expected: " + each.get("expected") + ")")
                .limit(5)
                .collect(Collectors.joining("; "));
        return Reply.invalid(problems, message, path);
    }
}
