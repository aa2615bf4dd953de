package io.sluice.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** So many a second: {@code 50/s}. */
record RateText() implements Format<Integer> {

    static final RateText INSTANCE = new RateText();

    private static final int MOST = 1_000_000;
    private static final Pattern RATE = Pattern.compile("([1-9][0-9]{0,6})/s");

    @Override
    public String expected() {
        return "a rate from 1/s to " + MOST + "/s";
    }

    @Override
    public @Nullable Integer parse(String text) {
        Matcher matcher = RATE.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        int rate = Integer.parseInt(matcher.group(1));
        return rate > MOST ? null : rate;
    }
}
