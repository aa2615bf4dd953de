package io.sluice.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.sluice.testing.GivenOptions;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ExpectationTest {

    @Test
    void findsTextWithEscapesAnywhereInTheAnswer() {
        assertThat(endOf(Map.of("expect", "OK\\r\\n"), "220 OK\r\nmore")).isEqualTo(8);
        assertThat(endOf(Map.of("expect", "OK\\r\\n"), "220 OK\r")).isEqualTo(-1);
    }

    @Test
    void findsHexadecimalDigits() {
        assertThat(endOf(Map.of("expect_hex", "FF 00"), "a\u00ff\0b")).isEqualTo(3);
    }

    @Test
    void findsARegularExpressionOverBytes() {
        assertThat(endOf(Map.of("expect_regex", "\\+P[O]NG\\x0d"), "+PONG\r\n")).isEqualTo(6);
        assertThat(endOf(Map.of("expect_regex", "\\xff+$"), "\u00ff\u00ff")).isEqualTo(2);
    }

    @Test
    void givesUpOnAnExpressionThatBacktracksWithoutEnd() {
        assertThat(endOf(Map.of("expect_regex", "(a+)+b"), "a".repeat(5_000))).isEqualTo(-1);
        assertThat(endOf(Map.of("expect_regex", "(?:a|b)*c"), "ab".repeat(30_000)))
                .isEqualTo(-1);
    }

    @Test
    void comparesByWhatWasWritten() {
        GivenOptions options = GivenOptions.of(Map.of("expect_regex", "a.c"));

        assertThat(Expectation.read(options)).isEqualTo(Expectation.read(options));
    }

    @Test
    void refusesTwoOfTheKeysAndWhatCannotBeRead() {
        assertThat(rejectedOf(Map.of("expect", "a", "expect_hex", "61"))).containsExactly("expect_hex");
        assertThat(rejectedOf(Map.of("expect", ""))).containsExactly("expect");
        assertThat(rejectedOf(Map.of("expect", "\\q"))).containsExactly("expect");
        assertThat(rejectedOf(Map.of("expect_hex", "abc"))).containsExactly("expect_hex");
        assertThat(rejectedOf(Map.of("expect_regex", "("))).containsExactly("expect_regex");
    }

    private static Iterable<String> rejectedOf(Map<String, ?> given) {
        GivenOptions options = GivenOptions.of(given);
        assertThat(Expectation.read(options)).isNull();
        return options.rejected();
    }

    private static int endOf(Map<String, ?> given, String answer) {
        Expectation expectation = Objects.requireNonNull(Expectation.read(GivenOptions.of(given)));
        return expectation.sought().endIn(Unpooled.copiedBuffer(answer, StandardCharsets.ISO_8859_1));
    }
}
