package io.sluice.config;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A host name without a port (RFC 1123, 2.1; underscores, which are common, included). */
record HostText() implements Format<String> {

    static final HostText INSTANCE = new HostText();

    private static final Pattern NAME = Pattern.compile(
            "(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*");

    @Override
    public String expected() {
        return "a host name without a port";
    }

    @Override
    public @Nullable String parse(String text) {
        return NAME.matcher(text).matches() ? text : null;
    }
}
