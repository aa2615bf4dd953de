package io.sluice.config;

import java.util.List;
import java.util.Locale;

/** Text of the file as a message may show it: one short line that cannot move the cursor, colour it or hide in it. */
final class Shown {

    private static final int MOST_CHARACTERS = 80;
    private static final int MOST_NAMES = 48;

    private Shown() {}

    static String of(String text) {
        if (text.isEmpty()) {
            return "\"\"";
        }
        StringBuilder shown = new StringBuilder();
        int index = 0;
        while (index < text.length() && shown.length() < MOST_CHARACTERS) {
            int character = text.codePointAt(index);
            append(shown, character);
            index += Character.charCount(character);
        }
        return index < text.length() ? shown.append('…').toString() : shown.toString();
    }

    private static void append(StringBuilder shown, int character) {
        switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                shown.append(String.format(Locale.ROOT, character < 0x100 ? "\\x%02x" : "\\u%04x", character));
            default -> shown.appendCodePoint(character);
        }
    }

    /** {@code one of a, b, c}, cut when there are very many. */
    static String oneOf(List<String> names) {
        if (names.size() == 1) {
            return names.get(0);
        }
        String shown = String.join(", ", names.subList(0, Math.min(names.size(), MOST_NAMES)));
        return "one of " + shown + (names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "");
    }
}
