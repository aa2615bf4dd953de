package io.sluice.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object of the admin API. A member that is missing or of another type reads as empty or 0, so that a command understands
 * a daemon that is a little older or newer than itself.
 */
record Document(Map<?, ?> members) {

    /** Null when the text is not a JSON object. */
    static @Nullable Document parse(String text) {
        try {
            return JSON.std.anyFrom(text) instanceof Map<?, ?> members ? new Document(members) : null;
        } catch (IOException e) {
            return null;
        }
    }

    boolean has(String key) {
        return members.containsKey(key);
    }

    String text(String key) {
        return members.get(key) instanceof String text ? printable(text) : "";
    }

    long number(String key) {
        return members.get(key) instanceof Number number ? number.longValue() : 0;
    }

    boolean isTrue(String key) {
        return Boolean.TRUE.equals(members.get(key));
    }

    /** NaN when it is missing. */
    double decimal(String key) {
        return decimal(members.get(key));
    }

    /** Each that is no number is NaN. */
    List<Double> decimals(String key) {
        List<Double> decimals = new ArrayList<>();
        if (members.get(key) instanceof List<?> list) {
            list.forEach(each -> decimals.add(decimal(each)));
        }
        return decimals;
    }

    private static double decimal(@Nullable Object value) {
        return value instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    double fraction(String key) {
        return members.get(key) instanceof Number number ? number.doubleValue() : 0;
    }

    boolean flag(String key) {
        return Boolean.TRUE.equals(members.get(key));
    }

    Document object(String key) {
        return members.get(key) instanceof Map<?, ?> object ? new Document(object) : new Document(Map.of());
    }

    List<Document> objects(String key) {
        List<Document> objects = new ArrayList<>();
        if (members.get(key) instanceof List<?> list) {
            list.forEach(each -> {
                if (each instanceof Map<?, ?> object) {
                    objects.add(new Document(object));
                }
            });
        }
        return objects;
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        if (members.get(key) instanceof List<?> list) {
            list.forEach(each -> texts.add(printable(String.valueOf(each))));
        }
        return texts;
    }

    /** All numbers of an object of counts together. */
    long sum() {
        return members.values().stream()
                .mapToLong(each -> each instanceof Number number ? number.longValue() : 0)
                .sum();
    }

    /** A name must not be able to move the terminal's cursor. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
