package io.sluice.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Which bucket a time falls into. */
class ConnectTimesTest {

    private final ConnectTimes times = new ConnectTimes();

    @Test
    void countsABoundInItsOwnBucketAndWhatIsLongerInTheNext() {
        long[] bounds = ConnectTimes.boundsNanos();
        for (int i = 0; i < bounds.length; i++) {
            long before = times.counts()[i];
            times.record(bounds[i]);
            assertThat(times.counts()[i]).as("bound " + bounds[i]).isEqualTo(before + 1);
            times.record(bounds[i] + 1);
            assertThat(times.counts()[i + 1]).as("just above " + bounds[i]).isPositive();
        }
    }

    @Test
    void losesNothing() {
        times.record(0);
        times.record(Long.MAX_VALUE / 4);
        times.record(3_000_000);

        assertThat(Arrays.stream(times.counts()).sum()).isEqualTo(3);
        assertThat(times.counts()).hasSize(ConnectTimes.boundsNanos().length + 1);
        assertThat(times.sumNanos()).isEqualTo(Long.MAX_VALUE / 4 + 3_000_000);
    }

    @Test
    void keepsItsBoundsToItself() {
        ConnectTimes.boundsNanos()[0] = -1;

        assertThat(ConnectTimes.boundsNanos()).isSorted().doesNotContain(-1L);
    }
}
