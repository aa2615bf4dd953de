package io.sluice.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Scene;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A limit that four threads together must not exceed. */
class GaugeTest {

    private static final int LIMIT = 3;
    private static final int THREADS = 4;
    private static final int ROUNDS = 200_000;

    private final Gauge gauge = new Gauge();

    @Test
    void neverExceedsItsLimitAndReturnsToZero() {
        AtomicInteger most = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();

        together(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                if (gauge.tryOpen(LIMIT)) {
                    int seen = gauge.value();
                    most.accumulateAndGet(seen, Math::max);
                    gauge.close();
                } else {
                    refused.incrementAndGet();
                }
            }
        });

        assertThat(most.get()).isBetween(1, LIMIT);
        assertThat(gauge.value()).isZero();
    }

    @Test
    void grantsEveryPlaceOfItsLimit() {
        AtomicInteger granted = new AtomicInteger();

        together(() -> {
            for (int i = 0; i < 1000; i++) {
                if (gauge.tryOpen(1234)) {
                    granted.incrementAndGet();
                }
            }
        });

        assertThat(granted.get()).isEqualTo(1234);
        assertThat(gauge.value()).isEqualTo(1234);
    }

    @Test
    void hasNoLimitAtZero() {
        together(() -> {
            for (int i = 0; i < 1000; i++) {
                assertThat(gauge.tryOpen(0)).isTrue();
            }
        });

        assertThat(gauge.value()).isEqualTo(THREADS * 1000);
    }

    private static void together(Runnable work) {
        CompletableFuture<?>[] threads = new CompletableFuture<?>[THREADS];
        for (int i = 0; i < THREADS; i++) {
            threads[i] = Scene.async(() -> {
                work.run();
                return true;
            });
        }
        CompletableFuture.allOf(threads).join();
    }
}
