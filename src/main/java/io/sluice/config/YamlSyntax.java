package io.sluice.config;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/** What the YAML library says of a malformed file, as a problem. */
final class YamlSyntax {

    /** YAML reads a bracket as the start of a list and a star as an alias; both begin addresses, too. */
    private static final Pattern BARE_ADDRESS =
            Pattern.compile("(?:^|[\\s,\\[-])(?:\\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*\\]|\\*):[0-9]");

    private YamlSyntax() {}

    static void note(MarkedYAMLException failure, String text, Problems problems) {
        Mark mark = failure.getProblemMark() == null ? failure.getContextMark() : failure.getProblemMark();
        Place place = mark == null ? Place.START : Place.of(mark);
        problems.problem(place, "yaml", words(failure), expected(line(text, place.line())));
    }

    private static String words(MarkedYAMLException failure) {
        String problem = failure.getProblem();
        String context = failure.getContext();
        return problem != null ? problem : context != null ? context : "malformed";
    }

    private static String expected(@Nullable String line) {
        return line != null && BARE_ADDRESS.matcher(line).find()
                ? "well-formed YAML; an address that begins with [ or * needs quotes, such as \"[::]:80\""
                : "well-formed YAML; indent with spaces, quote what has special characters";
    }

    private static @Nullable String line(String text, int number) {
        return text.lines().skip(number - 1L).findFirst().orElse(null);
    }

    /** A character that no YAML file may hold. */
    static void note(ReaderException failure, String text, Problems problems) {
        int position = Math.min(Math.max(failure.getPosition(), 0), text.codePointCount(0, text.length()));
        Place place = Place.after(text.substring(0, text.offsetByCodePoints(0, position)));
        String character = new String(Character.toChars(failure.getCodePoint()));
        problems.problem(place, "yaml", character, "printable characters in UTF-8");
    }
}
