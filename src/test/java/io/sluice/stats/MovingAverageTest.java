package io.sluice.stats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MovingAverageTest {

    private final MovingAverage average = new MovingAverage();

    @Test
    void followsNginx() {
        assertThat(after(100)).isEqualTo(100);
        assertThat(after(100)).isEqualTo(100);
        assertThat(after(200)).isEqualTo(105);
        assertThat(after(50)).isEqualTo(102);
    }

    /** To nginx an average of 0 is none; here a backend that answers within the millisecond is known to. */
    @Test
    void zeroIsAnAverage() {
        assertThat(average.millis()).isNegative();

        assertThat(after(0)).isZero();
        assertThat(after(100)).isEqualTo(5);
    }

    @Test
    void isAsOldAsItsLastSample() {
        assertThat(average.ageMillis(5)).isZero();
        average.observe(1, 1_000);
        average.observe(1, 2_000);

        assertThat(average.ageMillis(2_000)).isZero();
        assertThat(average.ageMillis(2_001)).isEqualTo(1);
        assertThat(average.ageMillis(1_999)).as("read by an earlier clock").isZero();
    }

    private int after(long millis) {
        average.observe(millis, 0);
        return average.millis();
    }
}
