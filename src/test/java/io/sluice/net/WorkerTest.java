package io.sluice.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The coarse tick of a worker, and what a throwing part of it may not do to the others. */
class WorkerTest {

    private final List<Integer> exits = new CopyOnWriteArrayList<>();
    private final Workers workers = new Workers(1, new Alarm(exits::add), 1);
    private final Worker worker = workers.all().get(0);

    @AfterEach
    void stop() {
        workers.stop();
    }

    @Test
    void ticksAboutEveryTickUntilItIsToldToStop() {
        AtomicInteger ticks = new AtomicInteger();
        long start = System.nanoTime();

        worker.execute(() -> worker.keepTicking(now -> ticks.incrementAndGet() < 5));

        Eventually.equal("ticks", 5, ticks::get);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(450), Duration.ofMillis(1500));
        assertThat(Eventually.staysTrue(Duration.ofMillis(250), () -> ticks.get() == 5))
                .isTrue();
    }

    @Test
    void ticksAgainWhenItIsAskedAgain() {
        AtomicInteger ticks = new AtomicInteger();
        Ticking once = now -> {
            ticks.incrementAndGet();
            return false;
        };

        worker.execute(() -> worker.keepTicking(once));
        Eventually.equal("first", 1, ticks::get);
        worker.execute(() -> worker.keepTicking(once));

        Eventually.equal("second", 2, ticks::get);
    }

    @Test
    void addsNobodyTwice() {
        AtomicInteger ticks = new AtomicInteger();
        Ticking counting = now -> {
            ticks.incrementAndGet();
            return false;
        };

        worker.execute(() -> {
            worker.keepTicking(counting);
            worker.keepTicking(counting);
        });

        Eventually.equal("once", 1, ticks::get);
        assertThat(Eventually.staysTrue(Duration.ofMillis(250), () -> ticks.get() == 1))
                .isTrue();
    }

    @Test
    void ticksTheOthersWhenOneThrows() {
        AtomicInteger ticks = new AtomicInteger();
        worker.execute(() -> {
            worker.keepTicking(now -> {
                throw new IllegalStateException("on purpose");
            });
            worker.keepTicking(now -> ticks.incrementAndGet() < 3);
        });

        Eventually.equal("ticks", 3, ticks::get);
        assertThat(exits).isEmpty();
    }

    @Test
    void ticksWhoIsAddedDuringATick() {
        AtomicInteger ticks = new AtomicInteger();
        worker.execute(() -> worker.keepTicking(now -> {
            worker.keepTicking(later -> ticks.incrementAndGet() < 2);
            return false;
        }));

        Eventually.equal("ticks", 2, ticks::get);
    }

    @Test
    void looksForOtherWorkBetweenTurns() {
        AtomicInteger turns = new AtomicInteger();
        AtomicInteger seen = new AtomicInteger();
        worker.execute(() -> {
            var unused = worker.loop().schedule(() -> seen.set(turns.get()), 20, TimeUnit.MILLISECONDS);
            takeTurns(turns);
        });

        Eventually.equal("turns", 300, turns::get);

        assertThat(seen.get()).as("turns before the other work").isBetween(1, 100);
    }

    /** 300 turns of a millisecond each. */
    private void takeTurns(AtomicInteger turns) {
        long until = System.nanoTime() + 1_000_000L;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        if (turns.incrementAndGet() < 300) {
            worker.executeNextTurn(() -> takeTurns(turns));
        }
    }

    @Test
    void measuresHowLateItIs() {
        LoopLag lag = new LoopLag(worker);
        lag.start();

        worker.execute(() -> {
            long until = System.nanoTime() + 700_000_000L;
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
        });

        Eventually.isTrue("late", () -> lag.worstNanos() > 100_000_000L);
        assertThat(lag.sinceBeatNanos()).isLessThan(Duration.ofSeconds(2).toNanos());
    }
}
