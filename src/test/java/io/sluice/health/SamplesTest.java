package io.sluice.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.ProbeStatistics;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The vectors of the specification, written newest first as there: milliseconds, 0 for a failure. */
class SamplesTest {

    private static final long INTERVAL = 10;
    private static final int SAMPLING = 10;
    private static final long VALIDITY = (SAMPLING + 1) * INTERVAL;

    private final Samples samples = new Samples(SAMPLING, VALIDITY);

    @Test
    void knowsNothingWithoutAResult() {
        assertThat(samples.statistics(0)).isEqualTo(ProbeStatistics.NONE);
    }

    @Test
    void takesTheDeviationOfThePopulation() {
        assertThat(of(140, 60, 140, 60)).isEqualTo(new ProbeStatistics(4, 0, ms(100), ms(60), ms(140), ms(40)));
    }

    @Test
    void takesHalfTheMeanAsTheDeviationOfOneSuccess() {
        assertThat(of(60)).isEqualTo(new ProbeStatistics(1, 0, ms(60), ms(60), ms(60), ms(30)));
    }

    @Test
    void takesHalfTheMeanAsTheDeviationOfOneSuccessAmongFailures() {
        assertThat(of(0, 60, 0)).isEqualTo(new ProbeStatistics(3, 2, ms(60), ms(60), ms(60), ms(30)));
    }

    @Test
    void leavesFailuresOutOfTheTimes() {
        assertThat(of(0, 100, 100)).isEqualTo(new ProbeStatistics(3, 1, ms(100), ms(100), ms(100), 0));
    }

    @Test
    void hasNoTimesWhenEverythingFailed() {
        assertThat(of(0, 0)).isEqualTo(new ProbeStatistics(2, 2, 0, 0, 0, 0));
    }

    @Test
    void sumsInSixtyFourBits() {
        assertThat(of(7_000, 7_000, 7_000, 7_000, 7_000, 7_000, 7_000, 7_000, 7_000, 7_000))
                .isEqualTo(new ProbeStatistics(10, 0, ms(7_000), ms(7_000), ms(7_000), 0));
    }

    @Test
    void survivesProbesThatTakeHours() {
        ProbeStatistics statistics = of(3_600_000, 1, 3_600_000, 1);

        assertThat(statistics.meanNanos()).isEqualTo(ms(3_600_001) / 2);
        assertThat(statistics.deviationNanos()).isEqualTo(ms(3_599_999) / 2);
    }

    @Test
    void cutsTheMeanAndTheDeviationToWholeNanoseconds() {
        samples.succeeded(0, 1);
        samples.succeeded(0, 2);
        samples.succeeded(0, 2);

        // 5/3 is cut to 1; the squares around it are 0, 1 and 1
        assertThat(samples.statistics(0)).isEqualTo(new ProbeStatistics(3, 0, 1, 1, 2, 0));
    }

    @Test
    void keepsTheLastResultsOnly() {
        for (int i = 0; i < SAMPLING; i++) {
            samples.failed(0);
        }
        for (int i = 0; i < SAMPLING - 1; i++) {
            samples.succeeded(0, 5);
        }

        assertThat(samples.statistics(0)).isEqualTo(new ProbeStatistics(10, 1, 5, 5, 5, 0));
    }

    @Test
    void countsAResultToTheLastMomentOfItsValidity() {
        samples.succeeded(1_000, 5);

        assertThat(samples.statistics(1_000 + VALIDITY).count()).isOne();
        assertThat(samples.statistics(1_000 + VALIDITY + 1)).isEqualTo(ProbeStatistics.NONE);
    }

    @Test
    void stopsAtTheFirstResultThatIsTooOld() {
        samples.failed(0);
        samples.succeeded(VALIDITY, 5);

        assertThat(samples.statistics(VALIDITY).count()).isEqualTo(2);
        assertThat(samples.statistics(VALIDITY + 1)).isEqualTo(new ProbeStatistics(1, 0, 5, 5, 5, 2));
    }

    /** Results newest first. */
    private ProbeStatistics of(int... millis) {
        for (int i = millis.length - 1; i >= 0; i--) {
            if (millis[i] == 0) {
                samples.failed(0);
            } else {
                samples.succeeded(0, ms(millis[i]));
            }
        }
        return samples.statistics(0);
    }

    private static long ms(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
