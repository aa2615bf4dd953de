package io.sluice.config;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The name of a listener, a pool or a backend; it goes into metrics, logs and URLs as it is. */
record NameText() implements Format<String> {

    static final NameText INSTANCE = new NameText();

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:\\-/\\[\\]@,]{1,128}");

    @Override
    public String expected() {
        return "a name of 1 to 128 letters, digits and . _ : - / [ ] @ ,";
    }

    @Override
    public @Nullable String parse(String text) {
        return NAME.matcher(text).matches() ? text : null;
    }
}
