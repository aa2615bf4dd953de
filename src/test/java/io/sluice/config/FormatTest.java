package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Durations;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatTest {

    @ParameterizedTest
    @CsvSource({"250ms,250", "5s,5000", "1m30s,90000", "1h,3600000", "0s,0", "90s,90000", "1h1m1s1ms,3661001"})
    void readsDurations(String text, long millis) {
        assertThat(DurationText.ANY.parse(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "5", "s", "-5s", "1s1m", "5s5s", "1.5s", "5 s", "5S", "8761h", "9999999999s", "1d", "٣s"})
    void refusesWhatIsNoDuration(String text) {
        assertThat(DurationText.ANY.parse(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "1ms", "250ms", "1s", "1m30s", "1h", "8760h", "1h1ms"})
    void writesADurationAsItIsRead(String text) {
        Duration duration = DurationText.ANY.parse(text);

        assertThat(duration).isNotNull().satisfies(read -> assertThat(Durations.text(read))
                .isEqualTo(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.1:80", "app:1", "a_b.example.org.:65535", "1password.com:443", "xn--bcher-kva.ch:80"})
    void readsAddresses(String text) {
        assertThat(AddressText.INSTANCE.parse(text))
                .isNotNull()
                .extracting(e -> e.text())
                .isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":80",
                "10.0.0.1:",
                "10.0.0:80",
                "1:80",
                "a..b:80",
                "a-:80",
                "[fe80::1%lo]:80",
                "[::1]80",
                "[]:80",
                "[app]:80",
                "::1",
                "bücher.ch:80",
                "unix:",
                "unix:@abstract",
                "[::]:80",
                "[1.2.3.4]:80"
            })
    void refusesWhatIsNoAddress(String text) {
        assertThat(AddressText.INSTANCE.parse(text)).isNull();
    }

    @Test
    void refusesAPathThatDoesNotFitASocketAddress() {
        assertThat(AddressText.INSTANCE.parse("unix:/" + "a".repeat(106))).isNotNull();
        assertThat(AddressText.INSTANCE.parse("unix:/" + "a".repeat(107))).isNull();
        assertThat(AddressText.INSTANCE.parse("unix:/" + "ä".repeat(54))).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "wieght,weight",
        "maxsessions,max_sessions",
        "pol,pool",
        "backend,backends",
        "listne,listen",
        "timout,timeout"
    })
    void findsTheWordThatWasMeant(String typed, String meant) {
        List<String> known = List.of("listen", "pool", "weight", "max_sessions", "backends", "timeout");

        assertThat(Nearest.to(typed, known)).isEqualTo(meant);
    }

    @Test
    void doesNotGuessWildly() {
        assertThat(Nearest.to("check", List.of("connect", "fallback"))).isNull();
        assertThat(Nearest.to("x".repeat(1 << 20), List.of("connect", "fallback")))
                .isNull();
    }

    @Test
    void showsHostileTextOnOneHarmlessLine() {
        assertThat(Shown.of("a\r\n\u001b[2J\u202e\u2028é")).isEqualTo("a\\x0d\\x0a\\x1b[2J\\u202e\\u2028é");
        assertThat(Shown.of("")).isEqualTo("\"\"");
        assertThat(Shown.of("x".repeat(1000))).hasSize(81).endsWith("…");
    }
}
