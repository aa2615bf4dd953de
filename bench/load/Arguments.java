import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The words of one command: a mode, then {@code key=value} pairs. */
final class Arguments {

    private final String mode;
    private final Map<String, String> values = new HashMap<>();

    private Arguments(String mode) {
        this.mode = mode;
    }

    static Arguments of(String[] words) {
        Arguments arguments = new Arguments(words.length == 0 ? "" : words[0]);
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException(words[i] + " (expected: key=value)");
            }
            arguments.values.put(words[i].substring(0, equals), words[i].substring(equals + 1));
        }
        return arguments;
    }

    String mode() {
        return mode;
    }

    int number(String key) {
        return Integer.parseInt(text(key));
    }

    int number(String key, int otherwise) {
        return values.containsKey(key) ? number(key) : otherwise;
    }

    /** A comma-separated list; empty where the key is missing. */
    int[] numbers(String key) {
        return Arrays.stream(values.getOrDefault(key, "").split(","))
                .filter(word -> !word.isEmpty())
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    private String text(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException(mode + ": no " + key + "=");
        }
        return value;
    }
}
