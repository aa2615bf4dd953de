package io.sluice.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.ProbeStatistics;
import org.junit.jupiter.api.Test;

class RecentConnectsTest {

    private final RecentConnects recent = new RecentConnects();

    @Test
    void knowsNothingAtFirst() {
        assertThat(recent.statistics()).isEqualTo(ProbeStatistics.NONE);
    }

    @Test
    void averagesTheSuccessesAndCountsTheFailures() {
        recent.reached(140);
        recent.reached(60);
        recent.failed();
        recent.reached(140);
        recent.reached(60);

        assertThat(recent.statistics()).isEqualTo(new ProbeStatistics(5, 1, 100, 60, 140, 40));
    }

    @Test
    void failuresAloneHaveNoTimes() {
        recent.failed();
        recent.failed();

        assertThat(recent.statistics()).isEqualTo(new ProbeStatistics(2, 2, 0, 0, 0, 0));
    }

    @Test
    void oneSuccessDeviatesFromNothing() {
        recent.reached(7);

        assertThat(recent.statistics()).isEqualTo(new ProbeStatistics(1, 0, 7, 7, 7, 0));
    }

    @Test
    void forgetsTheOldest() {
        recent.reached(1_000_000);
        recent.failed();
        for (int i = 0; i < RecentConnects.LENGTH; i++) {
            recent.reached(7_000);
        }

        assertThat(recent.statistics())
                .isEqualTo(new ProbeStatistics(RecentConnects.LENGTH, 0, 7_000, 7_000, 7_000, 0));
    }

    /** A sum of 16 bits, as one of the originals has, gives an average of 446 ms. */
    @Test
    void sumsLongTimesExactly() {
        for (int i = 0; i < 10; i++) {
            recent.reached(7_000_000_000L);
        }

        assertThat(recent.statistics().meanNanos()).isEqualTo(7_000_000_000L);
        assertThat(recent.statistics().deviationNanos()).isZero();
    }
}
