package io.sluice.health;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Bytes as the operator writes them, kept as text with one character (0 to 255) per byte so that they compare by value: text in
 * UTF-8 with escapes, or pairs of hexadecimal digits.
 */
final class Octets {

    static final String TEXT_RULE = "text with the escapes \\r \\n \\t \\0 \\\\ and \\xNN";
    static final String HEX_RULE = "pairs of hexadecimal digits, such as 0aff";

    private Octets() {}

    /** The bytes of a text with escapes, or null when an escape is not one of the rule. */
    static @Nullable String ofText(String text) {
        StringBuilder octets = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int backslash = text.indexOf('\\', at);
            int plainEnd = backslash < 0 ? text.length() : backslash;
            octets.append(string(text.substring(at, plainEnd).getBytes(StandardCharsets.UTF_8)));
            if (backslash < 0) {
                return octets.toString();
            }
            int length = escapeLength(text, backslash);
            if (length == 0) {
                return null;
            }
            octets.append(escaped(text, backslash));
            at = backslash + length;
        }
        return octets.toString();
    }

    private static int escapeLength(String text, int backslash) {
        String rest = text.substring(backslash + 1, Math.min(text.length(), backslash + 4));
        if (rest.matches("[rnt0\\\\].*")) {
            return 2;
        }
        return rest.matches("x[0-9a-fA-F]{2}") ? 4 : 0;
    }

    private static char escaped(String text, int backslash) {
        char letter = text.charAt(backslash + 1);
        return switch (letter) {
            case 'r' -> '\r';
            case 'n' -> '\n';
            case 't' -> '\t';
            case '0' -> '\0';
            case 'x' -> (char) HexFormat.fromHexDigits(text, backslash + 2, backslash + 4);
            default -> letter;
        };
    }

    /** The bytes of hexadecimal digits, spaces between them allowed, or null when it is something else. */
    static @Nullable String ofHex(String digits) {
        String compact = digits.replace(" ", "");
        boolean isHex = compact.length() % 2 == 0 && compact.matches("[0-9a-fA-F]*");
        return isHex ? string(HexFormat.of().parseHex(compact)) : null;
    }

    /** Bytes for a person to read: what is not printable ASCII as an escape. */
    static String shown(String octets) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < octets.length(); i++) {
            char octet = octets.charAt(i);
            switch (octet) {
                case '\r' -> shown.append("\\r");
                case '\n' -> shown.append("\\n");
                default ->
                    shown.append(
                            octet < ' ' || octet > '~' ? String.format("\\x%02x", (int) octet) : String.valueOf(octet));
            }
        }
        return shown.toString();
    }

    static String string(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static byte[] bytes(String octets) {
        return octets.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** All that can be read, without reading it. */
    static String string(ByteBuf buffer) {
        return buffer.toString(StandardCharsets.ISO_8859_1);
    }

    /** The first bytes of an answer for a person: printable ASCII, and a dot for each other byte. */
    static String shown(ByteBuf buffer, int most) {
        int length = Math.min(most, buffer.readableBytes());
        String start = buffer.toString(buffer.readerIndex(), length, StandardCharsets.ISO_8859_1);
        return start.replaceAll("[^ -~]", ".") + (length < buffer.readableBytes() ? "…" : "");
    }
}
