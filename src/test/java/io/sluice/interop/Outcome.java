package io.sluice.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** How a program ended and what it said. */
record Outcome(List<String> words, int exit, String out, String err) {

    /** What it printed; fails unless it ended with 0. */
    String output() {
        assertThat(exit).as("exit status of %s", this).isZero();
        return out;
    }

    @Override
    public String toString() {
        return String.join(" ", words) + "\n--- stdout\n" + tail(out) + "\n--- stderr\n" + tail(err);
    }

    private static String tail(String text) {
        return text.substring(Math.max(0, text.length() - 4_000));
    }
}
