package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettlingTest {

    private static final Sight ONE = new Sight.Present(Map.of("size", 1));
    private static final Sight OTHER = new Sight.Present(Map.of("size", 2));

    private final Settling settling = new Settling(Duration.ofNanos(100));

    @Test
    void tellsOnceWhatHasLastedLongEnough() {
        assertThat(settling.hasSettled(ONE, 1_000)).isFalse();
        assertThat(settling.hasSettled(ONE, 1_099)).isFalse();
        assertThat(settling.hasSettled(ONE, 1_100)).isTrue();
        assertThat(settling.hasSettled(ONE, 5_000)).isFalse();
    }

    @Test
    void beginsAnewWithEveryChange() {
        settling.hasSettled(ONE, 0);
        assertThat(settling.hasSettled(OTHER, 99)).isFalse();
        assertThat(settling.hasSettled(ONE, 198)).isFalse();
        assertThat(settling.hasSettled(ONE, 297)).isFalse();
        assertThat(settling.hasSettled(ONE, 298)).isTrue();
    }

    @Test
    void tellsAgainWhenAsked() {
        settling.hasSettled(ONE, 0);
        assertThat(settling.hasSettled(ONE, 100)).isTrue();

        settling.again();

        assertThat(settling.hasSettled(ONE, 101)).isTrue();
        assertThat(settling.hasSettled(ONE, 102)).isFalse();
    }

    /** The clock's zero is anywhere, and it may pass from positive to negative. */
    @Test
    void countsAcrossTheEndOfTheClock() {
        assertThat(settling.hasSettled(ONE, Long.MAX_VALUE - 50)).isFalse();
        assertThat(settling.hasSettled(ONE, Long.MAX_VALUE)).isFalse();
        assertThat(settling.hasSettled(ONE, Long.MIN_VALUE + 49)).isTrue();
    }
}
