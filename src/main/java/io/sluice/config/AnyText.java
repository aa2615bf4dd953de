package io.sluice.config;

import org.jspecify.annotations.Nullable;

/** Any text that is not empty. */
record AnyText() implements Format<String> {

    static final AnyText INSTANCE = new AnyText();

    @Override
    public String expected() {
        return "a text";
    }

    @Override
    public @Nullable String parse(String text) {
        return text.isEmpty() ? null : text;
    }
}
