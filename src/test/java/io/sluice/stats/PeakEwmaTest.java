package io.sluice.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PeakEwmaTest {

    private static final double TAU_MILLIS = 10_000;

    private final PeakEwma peak = new PeakEwma();

    /** Samples of (second, milliseconds) as Finagle averages them, without its observations of zero in between. */
    @Test
    void followsFinagle() {
        assertThat(after(0, 30)).isCloseTo(30, within(1e-3));
        assertThat(after(1, 30)).isCloseTo(30, within(1e-3));
        assertThat(after(2, 200)).isCloseTo(200, within(1e-3));
        assertThat(after(3, 30)).isCloseTo(183.822, within(1e-3));
        assertThat(after(12, 30)).isCloseTo(92.54, within(1e-2));
        assertThat(after(22, 30)).isCloseTo(53.007, within(1e-2));
    }

    @Test
    void isZeroBeforeTheFirstSample() {
        assertThat(peak.nanos(1_000, TAU_MILLIS)).isZero();
    }

    @Test
    void decaysWhenReadButIsNotChangedByReading() {
        peak.observe(millis(100), 0, TAU_MILLIS);

        for (int i = 0; i < 3; i++) {
            assertThat(peak.nanos(10_000, TAU_MILLIS)).isCloseTo((long) (millis(100) / Math.E), within(100L));
        }
        assertThat(peak.nanos(0, TAU_MILLIS)).isEqualTo(millis(100));
    }

    @Test
    void isNeverReadBelowAMillisecond() {
        peak.observe(1_000, 0, TAU_MILLIS);
        assertThat(peak.nanos(0, TAU_MILLIS)).isEqualTo(millis(1));

        peak.observe(millis(1_000), 1, TAU_MILLIS);
        assertThat(peak.nanos(1_000_000, TAU_MILLIS)).isEqualTo(millis(1));
    }

    /** Steps of a millisecond with an hour to decay are below what 24 bits can say; together they must not be lost. */
    @Test
    void smallStepsAddUp() {
        double hour = TimeUnit.HOURS.toMillis(1);
        peak.observe(millis(100), 0, hour);

        for (int now = 1; now <= hour; now++) {
            peak.observe(millis(99), now, hour);
        }

        double expected = 99 + Math.exp(-1);
        assertThat(peak.nanos((int) hour, hour) / 1e6).isCloseTo(expected, within(0.02));
    }

    @Test
    void anotherThreadsEarlierClockDoesNotAgeIt() {
        peak.observe(millis(100), 1_000, TAU_MILLIS);

        peak.observe(millis(50), 999, TAU_MILLIS);

        assertThat(peak.nanos(1_000, TAU_MILLIS)).isEqualTo(millis(100));
        assertThat(peak.nanos(990, TAU_MILLIS)).isEqualTo(millis(100));
    }

    @Test
    void agesPastTheSignOfItsClock() {
        peak.observe(millis(100), Integer.MAX_VALUE - 4_999, TAU_MILLIS);

        assertThat(peak.nanos(Integer.MIN_VALUE + 5_000, TAU_MILLIS))
                .isCloseTo((long) (millis(100) / Math.E), within(100L));
    }

    private double after(int second, long millis) {
        peak.observe(millis(millis), second * 1_000, TAU_MILLIS);
        return peak.nanos(second * 1_000, TAU_MILLIS) / 1e6;
    }

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
