package io.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Flow;
import io.sluice.stats.QueueEnd;
import io.sluice.testing.Eventually;
import io.sluice.testing.Flows;
import io.sluice.testing.Scene;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Properties 17 and 23 with waiters: whatever races, no place is lost, given twice, or exceeds a limit. */
class WaitingLineThreadsTest {

    private static final int WORKERS = 4;
    private static final int STEPS = 60_000;
    private static final int MOST_WAITING = 20;
    private static final Flow FLOW = Flows.from(1);

    private final Backend a = PlainMembers.backend("a");
    private final Backend b = PlainMembers.backend("b");
    private final Pool pool = new Pool(
            "app",
            PlainMembers.snapshot(PlainMembers.limited(a, 2), PlainMembers.limited(b, 1)),
            new QueueRules(Duration.ofSeconds(1), MOST_WAITING),
            null);
    private final AtomicInteger exceeded = new AtomicInteger();
    private final AtomicBoolean isClosing = new AtomicBoolean();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void keepsCountWhenLeavingRacesWithGranting(long seed) {
        List<Worker> workers = new ArrayList<>();
        List<CompletableFuture<Boolean>> threads = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            Worker worker = new Worker(new SplittableRandom(seed * WORKERS + i));
            workers.add(worker);
            threads.add(Scene.async(worker::run));
        }
        SplittableRandom random = new SplittableRandom(seed);
        while (threads.stream().anyMatch(thread -> !thread.isDone()) && !isClosing.get()) {
            pool.publish(
                    PlainMembers.snapshot(PlainMembers.limited(a, 1 + random.nextInt(2)), PlainMembers.limited(b, 1)));
            isClosing.set(workers.stream().allMatch(worker -> worker.steps.get() >= STEPS));
        }
        threads.forEach(CompletableFuture::join);

        assertThat(exceeded.get()).as("limits exceeded, seed %d", seed).isZero();
        assertThat(a.stats().active()).as("a, seed %d", seed).isZero();
        assertThat(b.stats().active()).as("b, seed %d", seed).isZero();
        assertThat(pool.line().stats().waiting()).as("waiting, seed %d", seed).isZero();
        long served = pool.line().stats().ended().count(QueueEnd.SERVED);
        long left = pool.line().stats().ended().count(QueueEnd.LEFT);
        assertThat(served).as("seed %d", seed).isPositive();
        assertThat(left).as("seed %d", seed).isPositive();
        assertThat(served + left)
                .as("seed %d", seed)
                .isEqualTo(pool.line().stats().queuedTotal());
        assertThat(workers.stream().mapToLong(worker -> worker.late).sum())
                .as("granted while they left, seed %d", seed)
                .isPositive();
    }

    @Test
    void servesEveryoneWhenNobodyLeaves() {
        isClosing.set(true);
        AtomicInteger served = new AtomicInteger();
        Pool one = new Pool(
                "one",
                PlainMembers.snapshot(PlainMembers.limited(a, 1)),
                new QueueRules(Duration.ofSeconds(1), WORKERS * STEPS),
                null);
        CompletableFuture<?>[] threads = new CompletableFuture<?>[WORKERS];
        for (int i = 0; i < WORKERS; i++) {
            SplittableRandom random = new SplittableRandom(i);
            threads[i] = Scene.async(() -> {
                for (int step = 0; step < STEPS; step++) {
                    serveOne(one, served, random);
                }
                return true;
            });
        }
        CompletableFuture.allOf(threads).join();

        Eventually.equal("served", WORKERS * STEPS, served::get);
        assertThat(a.stats().active()).isZero();
    }

    /** Each gives its place back as soon as it has one, on whichever thread that is. */
    private static void serveOne(Pool one, AtomicInteger served, SplittableRandom random) {
        Backend picked = one.pick(FLOW, Tried.NONE, random);
        if (picked != null) {
            served.incrementAndGet();
            picked.release();
            return;
        }
        Waiter[] self = new Waiter[1];
        self[0] = new Waiter(one, FLOW, Tried.NONE, Runnable::run, () -> {
            Backend granted = self[0].take();
            served.incrementAndGet();
            if (granted != null) {
                granted.release();
            }
        });
        assertThat(one.line().join(self[0])).isTrue();
    }

    /** Sessions of one thread: they come, wait, are served, leave and end at random. */
    private final class Worker {

        private final SplittableRandom random;
        private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        private final List<Waiter> waiting = new ArrayList<>();
        private final List<Backend> served = new ArrayList<>();
        private final AtomicInteger steps = new AtomicInteger();
        private long late;

        Worker(SplittableRandom random) {
            this.random = random;
        }

        boolean run() {
            while (!isClosing.get() || !waiting.isEmpty() || !served.isEmpty()) {
                steps.incrementAndGet();
                step();
                if (random.nextInt(4) != 0 && !isClosing.get()) {
                    continue; // as a loop with much to do: turns come late, and meanwhile who was granted one may leave
                }
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
                if (a.stats().active() > 2 || b.stats().active() > 1) {
                    exceeded.incrementAndGet();
                }
            }
            return true;
        }

        private void step() {
            int what = random.nextInt(4);
            if (what == 0 && !waiting.isEmpty() && !isClosing.get()) {
                leave(waiting.remove(random.nextInt(waiting.size())));
            } else if (what <= 1 && !served.isEmpty()) {
                served.remove(random.nextInt(served.size())).release();
            } else if (!isClosing.get()) {
                come();
            }
        }

        private void come() {
            Tried tried = random.nextInt(5) == 0 ? Tried.NONE.with(a) : Tried.NONE;
            Backend picked = pool.pick(FLOW, tried, random);
            if (picked != null) {
                served.add(picked);
                return;
            }
            Waiter[] self = new Waiter[1];
            self[0] = new Waiter(pool, FLOW, tried, tasks::add, () -> turn(self[0]));
            if (pool.line().join(self[0])) {
                waiting.add(self[0]);
            }
        }

        private void turn(Waiter waiter) {
            Backend granted = waiter.take();
            if (granted != null) {
                waiting.remove(waiter);
                served.add(granted);
            }
        }

        private void leave(Waiter waiter) {
            if (pool.line().leave(waiter, QueueEnd.LEFT)) {
                return;
            }
            Backend granted = waiter.take();
            if (granted != null) {
                late++;
                granted.release();
            }
        }
    }
}
