package io.sluice.stats;

/**
 * Strings made fit for a line that a person reads in a terminal and a program takes apart: bounded, printable, well-formed. Names
 * come from operators and discovery, addresses and reasons from peers: none may forge a line or move a cursor.
 */
final class SafeText {

    /** The characters kept of one string. */
    static final int LONGEST = 256;

    private SafeText() {}

    /** The first {@link #LONGEST} characters, unpaired surrogates replaced by U+FFFD, so that it can be written as UTF-8. */
    static String bounded(String text) {
        StringBuilder kept = new StringBuilder(Math.min(text.length(), LONGEST));
        int position = 0;
        while (position < text.length()) {
            int point = text.codePointAt(position);
            if (position + Character.charCount(point) > LONGEST) {
                break;
            }
            kept.appendCodePoint(Character.getType(point) == Character.SURROGATE ? 0xFFFD : point);
            position += Character.charCount(point);
        }
        return kept.toString();
    }

    /** Bounded, with quotes, backslashes and everything that does not print escaped as in JSON. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 2);
        bounded(text).codePoints().forEach(point -> append(escaped, point));
        return escaped.toString();
    }

    private static void append(StringBuilder to, int point) {
        switch (point) {
            case '"' -> to.append("\\\"");
            case '\\' -> to.append("\\\\");
            case '\n' -> to.append("\\n");
            case '\r' -> to.append("\\r");
            case '\t' -> to.append("\\t");
            default -> {
                if (prints(point)) {
                    to.appendCodePoint(point);
                } else {
                    for (char unit : Character.toChars(point)) {
                        to.append("\\u%04x".formatted((int) unit));
                    }
                }
            }
        }
    }

    /** False for what has no shape of its own, such as controls, and for what turns the direction of writing. */
    static boolean prints(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
