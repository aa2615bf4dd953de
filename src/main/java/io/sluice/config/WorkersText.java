package io.sluice.config;

import org.jspecify.annotations.Nullable;

/** How many event loops; {@code auto} is 0. */
record WorkersText() implements Format<Integer> {

    static final WorkersText INSTANCE = new WorkersText();

    private static final NumberText COUNT = new NumberText(1, 256);

    @Override
    public String expected() {
        return "auto or " + COUNT.expected();
    }

    @Override
    public @Nullable Integer parse(String text) {
        if (text.equals("auto")) {
            return 0;
        }
        Long count = COUNT.parse(text);
        return count == null ? null : count.intValue();
    }
}
