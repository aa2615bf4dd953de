package io.sluice.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One of a few words, exactly as written: lower case, and no other spelling. */
record WordText(List<String> words) implements Format<String> {

    @Override
    public String expected() {
        return Shown.oneOf(words);
    }

    @Override
    public @Nullable String parse(String text) {
        return words.contains(text) ? text : null;
    }
}
