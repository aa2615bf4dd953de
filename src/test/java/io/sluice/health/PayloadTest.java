package io.sluice.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.GivenOptions;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PayloadTest {

    @Test
    void readsTextWithEscapes() {
        assertThat(octetsOf(Map.of("send", "a\\r\\n\\t\\0\\\\\\xfFz"))).isEqualTo("a\r\n\t\0\\\u00ffz");
    }

    @Test
    void encodesOtherLettersAsUtf8() {
        assertThat(octetsOf(Map.of("send", "\u00e9\ud83d\ude00"))).isEqualTo("\u00c3\u00a9\u00f0\u009f\u0098\u0080");
    }

    @Test
    void readsHexadecimalDigitsWithSpacesBetween() {
        assertThat(octetsOf(Map.of("send_hex", "00 ff0A"))).isEqualTo("\0\u00ff\n");
    }

    @Test
    void isNothingWithoutItsKeys() {
        assertThat(Payload.read(GivenOptions.NONE)).isEqualTo(Payload.NONE);
    }

    @Test
    void refusesWhatIsNeitherTextNorDigits() {
        assertThat(rejectedOf(Map.of("send", "\\x0"))).containsExactly("send");
        assertThat(rejectedOf(Map.of("send", "\\"))).containsExactly("send");
        assertThat(rejectedOf(Map.of("send_hex", "0g"))).containsExactly("send_hex");
        assertThat(rejectedOf(Map.of("send", "a", "send_hex", "61"))).containsExactly("send_hex");
        assertThat(rejectedOf(Map.of("send", "a".repeat(Payload.MOST + 1)))).containsExactly("send");
    }

    private static String octetsOf(Map<String, ?> given) {
        GivenOptions options = GivenOptions.of(given);
        Payload payload = Payload.read(options);
        assertThat(options.rejected()).isEmpty();
        return payload.octets();
    }

    private static Iterable<String> rejectedOf(Map<String, ?> given) {
        GivenOptions options = GivenOptions.of(given);
        assertThat(Payload.read(options)).isEqualTo(Payload.NONE);
        return options.rejected();
    }
}
