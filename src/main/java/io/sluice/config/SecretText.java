package io.sluice.config;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a secret is kept: an absolute path, or the name of a systemd credential. Never the secret itself. */
record SecretText() implements Format<String> {

    static final SecretText INSTANCE = new SecretText();

    private static final Pattern CREDENTIAL = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,128}");

    @Override
    public String expected() {
        return "the absolute path of a file, or the name of a systemd credential";
    }

    @Override
    public @Nullable String parse(String text) {
        boolean isPath = text.startsWith("/") && text.indexOf('\0') < 0;
        return isPath || CREDENTIAL.matcher(text).matches() ? text : null;
    }
}
