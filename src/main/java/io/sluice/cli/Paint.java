package io.sluice.cli;

import java.util.Map;

/** The colours of words that an operator looks for, as ECMA-48 sequences: red for what takes nobody, yellow for what soon will not. */
final class Paint {

    private static final String RED = "\033[31m";
    private static final String GREEN = "\033[32m";
    private static final String YELLOW = "\033[33m";
    private static final String PLAIN = "\033[0m";
    private static final Map<String, String> COLOURS = Map.of(
            "failed",
            RED,
            "disabled",
            RED,
            "draining",
            YELLOW,
            "starting",
            YELLOW,
            "unknown",
            YELLOW,
            "frozen",
            YELLOW);

    private Paint() {}

    /** Failures in a line of blocks are red. */
    static String line(String blocks) {
        return blocks.replaceAll(Blocks.FAILURE + "+", RED + "$0" + PLAIN);
    }

    /** The mark of a line of a plan. */
    static String mark(char mark) {
        String colour = mark == '+' ? GREEN : mark == '~' ? YELLOW : RED;
        return colour + mark + PLAIN;
    }

    static String of(String word) {
        String colour = COLOURS.get(word);
        return colour == null ? word : colour + word + PLAIN;
    }
}
