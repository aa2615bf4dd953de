package io.sluice.config;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A whole number in decimal. Signs other than a minus, leading zeros, underscores and other bases are refused: YAML 1.1 reads
 * {@code 010} as eight and {@code 1_000} as a thousand, and few people know.
 *
 * @param least included
 * @param most included
 */
record NumberText(long least, long most) implements Format<Long> {

    private static final Pattern DECIMAL = Pattern.compile("0|-?[1-9][0-9]{0,17}");

    @Override
    public String expected() {
        return least + " to " + most;
    }

    @Override
    public @Nullable Long parse(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            return null;
        }
        long number = Long.parseLong(text);
        return number < least || number > most ? null : number;
    }
}
