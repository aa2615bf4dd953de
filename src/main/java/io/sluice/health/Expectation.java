package io.sluice.health;

import io.netty.buffer.ByteBuf;
import io.sluice.model.Options;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What a probe waits for in the bytes that come back: {@code expect} (text with escapes) or {@code expect_hex} contained in them, or
 * {@code expect_regex} found in them, where each byte is one character. Immutable; compared by what was written.
 *
 * @param octets what must be contained, or the text of the regular expression
 */
record Expectation(String octets, boolean isRegex) {

    private static final List<String> KEYS = List.of("expect", "expect_hex", "expect_regex");

    /** Most steps of a regular expression in all looks at one answer: some 20 ms. One that needs more has not matched. */
    private static final int MOST_STEPS = 2_000_000;

    /** The expectation of these options, or null when none is there or what is there is wrong, which is noted. */
    static @Nullable Expectation read(Options options) {
        String text = options.text("expect", "");
        String hex = options.text("expect_hex", "");
        String regex = options.text("expect_regex", "");
        List<String> given = KEYS.stream().filter(options::has).toList();
        if (given.size() > 1) {
            options.reject(given.get(1), "one of expect, expect_hex and expect_regex");
            return null;
        }
        if (given.isEmpty()) {
            return null;
        }
        return switch (given.get(0)) {
            case "expect" -> contained(options, "expect", Octets.ofText(text), Octets.TEXT_RULE);
            case "expect_hex" -> contained(options, "expect_hex", Octets.ofHex(hex), Octets.HEX_RULE);
            default -> regex(options, "expect_regex", regex);
        };
    }

    private static @Nullable Expectation contained(Options options, String key, @Nullable String octets, String rule) {
        if (octets == null || octets.isEmpty()) {
            options.reject(key, rule);
            return null;
        }
        return new Expectation(octets, false);
    }

    /** A regular expression over bytes; letters beyond ASCII stand for their bytes in UTF-8. Null when it is none, which is noted. */
    static @Nullable Expectation regex(Options options, String key, String regex) {
        try {
            String octets = Octets.string(regex.getBytes(StandardCharsets.UTF_8));
            return new Expectation(Pattern.compile(octets).pattern(), true);
        } catch (PatternSyntaxException e) {
            options.reject(key, "a regular expression of Java: " + e.getDescription());
            return null;
        }
    }

    /** Judges answers one after the other; keep it as long as the answer grows, as it holds the compiled expression. */
    Sought sought() {
        if (!isRegex) {
            return answer -> {
                int at = Octets.string(answer).indexOf(octets);
                return at < 0 ? -1 : at + octets.length();
            };
        }
        Pattern pattern = Pattern.compile(octets);
        Budget budget = new Budget(MOST_STEPS);
        return answer -> {
            Matcher matcher = pattern.matcher(new Steps(Octets.string(answer), budget));
            try {
                return matcher.find() ? matcher.end() : -1;
            } catch (TooManySteps e) {
                return -1;
            } catch (StackOverflowError e) { // some expressions recurse once per character
                return -1;
            }
        };
    }

    /** The expectation at work. */
    interface Sought {

        /** How many of the readable bytes are there up to the end of the match; -1 when there is none, or none yet. */
        int endIn(ByteBuf answer);
    }

    /** A text that ends the match of an expression which backtracks without end. */
    private static final class Steps implements CharSequence {

        private final String text;
        private final Budget budget;

        Steps(String text, Budget budget) {
            this.text = text;
            this.budget = budget;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            budget.spend();
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** The steps that are left for an answer that grows, so that one which drips is not read over and over. */
    private static final class Budget {

        private int left;

        Budget(int left) {
            this.left = left;
        }

        void spend() {
            if (left == 0) {
                throw new TooManySteps();
            }
            left--;
        }
    }

    private static final class TooManySteps extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooManySteps() {
            super("too many steps", null, false, false);
        }
    }
}
