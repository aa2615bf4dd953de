package io.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConnectStreakTest {

    private final ConnectStreak streak = new ConnectStreak();
    private final AtomicInteger told = new AtomicInteger();

    @Test
    void tellsAfterSoManyFailuresInARow() {
        streak.watch(3, told::incrementAndGet);
        streak.failed();
        streak.failed();
        assertThat(told).hasValue(0);

        streak.failed();

        assertThat(told).hasValue(1);
    }

    @Test
    void beginsAnewAfterASuccess() {
        streak.watch(2, told::incrementAndGet);
        streak.failed();
        streak.succeeded();
        streak.failed();

        assertThat(told).hasValue(0);
    }

    @Test
    void tellsAgainWhenItGoesOn() {
        streak.watch(2, told::incrementAndGet);
        for (int i = 0; i < 6; i++) {
            streak.failed();
        }

        assertThat(told).hasValue(3);
    }

    @Test
    void tellsNobodyUnlessAsked() {
        streak.failed();

        assertThat(streak.failures()).isZero();
    }

    @Test
    void losesNoFailureAmongThreads() throws InterruptedException {
        streak.watch(100, told::incrementAndGet);
        CountDownLatch begin = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> {
                try {
                    begin.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                for (int k = 0; k < 10_000; k++) {
                    streak.failed();
                }
            });
            thread.start();
            threads.add(thread);
        }
        begin.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(told).hasValue(400);
    }
}
