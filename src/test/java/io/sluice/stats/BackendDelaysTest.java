package io.sluice.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.ConnectFailure;
import io.sluice.model.Delay;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What sessions teach of their backend. */
class BackendDelaysTest {

    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // a clock may wrap
    private final BackendStats stats = new BackendStats(now::get);

    @Test
    void nothingIsKnownBeforeTheFirstSession() {
        for (Delay of : Delay.values()) {
            assertThat(stats.delay(of).peakNanos(now.get())).isZero();
            assertThat(stats.delay(of).averageMillis()).isNegative();
            assertThat(stats.delay(of).ageMillis(now.get())).isZero();
        }
    }

    @Test
    void aSessionTeachesEachDelayByItself() {
        stats.connected(20 * MILLI);
        stats.answered(300 * MILLI);
        now.addAndGet(50 * MILLI);

        assertThat(stats.delay(Delay.CONNECT).averageMillis()).isEqualTo(20);
        assertThat(stats.delay(Delay.FIRST_BYTE).averageMillis()).isEqualTo(300);
        assertThat(stats.delay(Delay.FIRST_BYTE).ageMillis(now.get())).isEqualTo(50);
        assertThat(stats.recentConnects().meanNanos()).isEqualTo(20 * MILLI);
    }

    @Test
    void aReplyWithoutAHandshakeTeachesBoth() {
        stats.replied(40 * MILLI);

        assertThat(stats.delay(Delay.CONNECT).averageMillis()).isEqualTo(40);
        assertThat(stats.delay(Delay.FIRST_BYTE).averageMillis()).isEqualTo(40);
        assertThat(stats.recentConnects().count()).isEqualTo(1);
        assertThat(stats.connectTimes().sumNanos())
                .as("the histogram of connects")
                .isZero();
    }

    @Test
    void aFailureTeachesNoDelay() {
        stats.connectFailed(ConnectFailure.REFUSED);

        assertThat(stats.delay(Delay.CONNECT).averageMillis()).isNegative();
        assertThat(stats.recentConnects().failures()).isEqualTo(1);
    }

    @Test
    void thePeakDecaysAsLongAsTheSchedulerWants() {
        stats.decayOver(TimeUnit.SECONDS.toNanos(1));
        stats.connected(1_000 * MILLI);
        now.addAndGet(TimeUnit.SECONDS.toNanos(2));

        assertThat(stats.delay(Delay.CONNECT).peakNanos(now.get()) / MILLI).isEqualTo(135);
    }

    /** Equal samples: whatever the order, nothing but this value can come out, and none is torn. */
    @Test
    void threadsTeachTogether() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Void>> teachers = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                teachers.add(() -> {
                    for (int i = 0; i < 20_000; i++) {
                        stats.connected(64 * MILLI);
                        now.addAndGet(1_000);
                        assertThat(stats.delay(Delay.CONNECT).averageMillis()).isEqualTo(64);
                        assertThat(stats.delay(Delay.CONNECT).peakNanos(now.get()))
                                .isBetween(63 * MILLI, 64 * MILLI);
                    }
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(teachers, 60, TimeUnit.SECONDS)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(stats.recentConnects().count()).isEqualTo(RecentConnects.LENGTH);
        assertThat(stats.recentConnects().deviationNanos()).isZero();
    }
}
