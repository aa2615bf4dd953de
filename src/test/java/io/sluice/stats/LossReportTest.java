package io.sluice.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LossReportTest {

    private final LossReport report = new LossReport();

    @Test
    void isSilentWhileNothingIsLost() {
        assertThat(report.due(0, at(0))).isZero();
        assertThat(report.due(0, at(600))).isZero();
    }

    @Test
    void tellsTheFirstLossAtOnceAndTheRestTogetherAfterAMinute() {
        assertThat(report.due(3, at(5))).isEqualTo(3);
        assertThat(report.due(4, at(6))).isZero();
        assertThat(report.due(9, at(64))).isZero();
        assertThat(report.due(9, at(65))).isEqualTo(6);
        assertThat(report.due(9, at(200))).isZero();
        assertThat(report.due(10, at(201))).isEqualTo(1);
    }

    /** The clock may be negative and may wrap. */
    private static long at(long seconds) {
        return Long.MAX_VALUE - 100 + TimeUnit.SECONDS.toNanos(seconds);
    }
}
