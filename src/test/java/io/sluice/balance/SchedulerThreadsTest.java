package io.sluice.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.testing.FakeCandidates;
import io.sluice.testing.Flows;
import io.sluice.testing.GivenOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pickers shared by several worker loops at once. */
class SchedulerThreadsTest {

    private static final int THREADS = 4;
    private static final int PICKS = 20_000;

    /** Picks that may have found the full member at each of their turns, because the others took all turns in between. */
    private static final int SCANS = 8;

    /** The weights leave room for all sessions where they are limits. Two members are full and one is failed, so every scheduler must step over somebody all the time. */
    @ParameterizedTest
    @MethodSource("io.sluice.balance.Schedulers#names")
    void noPickIsUnsafeOrLost(String name) throws Exception {
        FakeCandidates pool = new FakeCandidates(50_000, 60_000, 40_000, 2, 100, 0);
        pool.limit(1, 0).without(4).limit(3, 0);
        Scheduler scheduler = Objects.requireNonNull(Schedulers.create(name, GivenOptions.NONE));
        Picker picker = scheduler.over(pool, new SplitMix64(1));

        run(thread -> {
            RandomGenerator random = new SplitMix64(thread);
            for (int k = 0; k < PICKS; k++) {
                int index = picker.pick(Flows.from(thread * PICKS + k), pool, random);
                assertThat(index).as("thread %d pick %d", thread, k).isIn(0, 2);
                pool.open(index);
                if (k % 2 == 0) {
                    pool.close(index);
                }
            }
        });

        int open = IntStream.range(0, pool.size()).map(pool::sessions).sum();
        assertThat(open).isEqualTo(THREADS * PICKS / 2);
    }

    @Test
    void roundRobinIsExactOverAllThreads() throws Exception {
        FakeCandidates pool = new FakeCandidates(1, 9, 3, 1, 1);

        pickAll(pool, new RoundRobin());

        assertThat(IntStream.range(0, 5).map(pool::sessions)).containsOnly(THREADS * PICKS / 5);
    }

    @Test
    void roundRobinKeepsTheSharesPastAFullMember() throws Exception {
        FakeCandidates pool = new FakeCandidates(1, 1, 1, 1, 1, 1).limit(2, 0);

        pickAll(pool, new RoundRobin());

        assertThat(pool.sessions(2)).isZero();
        for (int i : new int[] {0, 1, 3, 4, 5}) {
            assertThat(pool.sessions(i)).as("member %d", i).isCloseTo(THREADS * PICKS / 5, within(SCANS));
        }
    }

    @Test
    void smoothWeightedIsExactOverAllThreads() throws Exception {
        FakeCandidates pool = new FakeCandidates(5, 2, 1);

        pickAll(pool, new SmoothWeighted());

        assertThat(IntStream.range(0, 3).map(pool::sessions)).containsExactly(50_000, 20_000, 10_000);
    }

    private static void pickAll(FakeCandidates pool, Scheduler scheduler) throws Exception {
        Picker picker = scheduler.over(pool, new SplitMix64(1));
        run(thread -> {
            RandomGenerator random = new SplitMix64(thread);
            for (int k = 0; k < PICKS; k++) {
                pool.open(picker.pick(Flows.from(thread), pool, random));
            }
        });
    }

    private static void run(Loop loop) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier together = new CyclicBarrier(THREADS);
            List<Callable<Void>> loops = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                loops.add(() -> {
                    together.await(10, TimeUnit.SECONDS);
                    loop.run(number);
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(loops, 60, TimeUnit.SECONDS)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @FunctionalInterface
    private interface Loop {
        void run(int thread);
    }
}
