package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.net.Alarm;
import io.sluice.net.LoopLag;
import io.sluice.net.Workers;
import io.sluice.testing.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchTest {

    private static final long WITHIN = Duration.ofMillis(900).toNanos(); // a beat comes every 500 ms

    private final List<Integer> exits = new CopyOnWriteArrayList<>();
    private final Workers workers = new Workers(2, new Alarm(exits::add), 1);
    private final List<LoopLag> lags = workers.all().stream().map(LoopLag::new).toList();
    private final Watch watch = new Watch(workers.all(), lags, exits::add);

    @BeforeEach
    void start() {
        lags.forEach(LoopLag::start);
    }

    @AfterEach
    void stop() {
        workers.stop();
    }

    @Test
    void seesThatAllWorkersLive() {
        assertThat(watch.look(Long.MAX_VALUE)).isTrue();
        assertThat(Eventually.staysTrue(Duration.ofMillis(1200), () -> watch.look(TimeUnit.SECONDS.toNanos(1))))
                .as("alive for more than two beats")
                .isTrue();
        assertThat(exits).isEmpty();
    }

    @Test
    void seesAWorkerThatIsBlockedAndThatItGoesOn() {
        CountDownLatch gate = new CountDownLatch(1);
        workers.all().get(1).execute(() -> park(gate));

        Eventually.isTrue("the blocked worker is seen", () -> !watch.look(WITHIN));
        assertThat(watch.look(Long.MAX_VALUE)).as("it is late, not gone").isTrue();
        gate.countDown();

        Eventually.isTrue("it goes on", () -> watch.look(WITHIN));
        assertThat(exits).isEmpty();
    }

    @Test
    void endsTheProcessWhenAWorkerIsGone() {
        var unused = workers.all().get(0).loop().shutdownGracefully(0, 1, TimeUnit.SECONDS);

        assertThat(watch.look(Long.MAX_VALUE)).isFalse();

        assertThat(exits).containsExactly(70);
    }

    static void park(CountDownLatch gate) {
        try {
            boolean unused = gate.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
