package io.sluice.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Which sessions are the oldest of many. */
class OldestSessionsTest {

    private static final long NOW = Long.MAX_VALUE - 50; // the clock passes to negative numbers soon

    private static void show(OldestSessions to, int worker, long number, long startNanos) {
        if (to.counts(startNanos)) {
            to.add(new OldSession(
                    new SessionId(worker, number), startNanos, () -> CompletableFuture.completedFuture(true)));
        }
    }

    private static List<Long> starts(OldestSessions oldest) {
        return oldest.oldestFirst().stream()
                .map(session -> session.startNanos() - NOW)
                .toList();
    }

    @Test
    void remembersTheOldestInTheirOrderAndCountsAll() {
        List<Long> ages = new ArrayList<>(
                LongStream.rangeClosed(1, 1_000).map(age -> -age).boxed().toList());
        Collections.shuffle(ages, new Random(1));
        OldestSessions oldest = new OldestSessions(5, NOW);

        for (int i = 0; i < ages.size(); i++) {
            show(oldest, 0, i, NOW + ages.get(i));
        }

        assertThat(starts(oldest)).containsExactly(-1_000L, -999L, -998L, -997L, -996L);
        assertThat(oldest.count()).isEqualTo(1_000);
    }

    @Test
    void leavesOutThoseThatAreTooYoung() {
        OldestSessions oldest = new OldestSessions(5, NOW - 10);

        LongStream.of(-9, -10, -11, 60).forEach(start -> show(oldest, 0, start + 100, NOW + start));

        assertThat(starts(oldest)).containsExactly(-11L, -10L);
        assertThat(oldest.count()).isEqualTo(4);
    }

    @Test
    void remembersNobodyTwice() {
        OldestSessions oldest = new OldestSessions(3, NOW);

        IntStream.range(0, 2).forEach(i -> show(oldest, 0, 1, NOW - 7));
        show(oldest, 1, 1, NOW - 7);

        assertThat(starts(oldest)).containsExactly(-7L, -7L);
    }

    @Test
    void takesThemFromSeveralWorkersAtOnce() throws InterruptedException {
        OldestSessions oldest = new OldestSessions(100, NOW);
        List<Thread> workers = IntStream.range(0, 4)
                .mapToObj(worker -> new Thread(() -> LongStream.rangeClosed(1, 5_000)
                        .forEach(number -> show(oldest, worker, number, NOW - 4 * number - worker))))
                .toList();

        workers.forEach(Thread::start);
        for (Thread worker : workers) {
            worker.join();
        }

        assertThat(oldest.count()).isEqualTo(20_000);
        assertThat(starts(oldest))
                .containsExactlyElementsOf(
                        LongStream.range(0, 100).map(i -> i - 20_003).boxed().toList());
    }
}
