package io.sluice.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A share of a whole: {@code 50%}. */
record PercentText() implements Format<Integer> {

    static final PercentText INSTANCE = new PercentText();

    private static final int ALL = 100;
    private static final Pattern PERCENT = Pattern.compile("(0|[1-9][0-9]{0,2})%");

    @Override
    public String expected() {
        return "0% to 100%";
    }

    @Override
    public @Nullable Integer parse(String text) {
        Matcher matcher = PERCENT.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        int percent = Integer.parseInt(matcher.group(1));
        return percent > ALL ? null : percent;
    }
}
