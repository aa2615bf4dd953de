package io.sluice.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EjectionsTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private static Ejections ejections(int seconds, int mostPercent) {
        return new Ejections(new EjectionPolicy(3, Duration.ofSeconds(seconds), mostPercent));
    }

    @Test
    void takesABackendOutForItsTime() {
        Ejections ejections = ejections(10, 50);

        assertThat(ejections.eject("a", 3, 2, 0)).isEqualTo(10 * SECOND);

        assertThat(ejections.isEjected("a")).isTrue();
        assertThat(ejections.release(10 * SECOND - 1)).isEmpty();
        assertThat(ejections.release(10 * SECOND)).containsExactly("a");
        assertThat(ejections.isEjected("a")).isFalse();
        assertThat(ejections.release(11 * SECOND)).isEmpty();
    }

    /** The vector of Envoy's documentation: a base of 30 s comes to 30, 60, 90 … and never more than 300. */
    @Test
    void takesItOutLongerEachTimeInARowUpToALimit() {
        Ejections ejections = ejections(30, 100);
        List<Long> seconds = new ArrayList<>();
        long now = 0;
        for (int i = 0; i < 12; i++) {
            long nanos = ejections.eject("a", 2, 1, now);
            seconds.add(nanos / SECOND);
            now += nanos;
            ejections.release(now);
        }

        assertThat(seconds).containsExactly(30L, 60L, 90L, 120L, 150L, 180L, 210L, 240L, 270L, 300L, 300L, 300L);
    }

    @Test
    void forgivesOneTimeForEachDurationInService() {
        Ejections ejections = ejections(10, 100);
        ejections.eject("a", 2, 1, 0);
        ejections.release(10 * SECOND);
        ejections.eject("a", 2, 1, 10 * SECOND);
        ejections.release(30 * SECOND);

        assertThat(ejections.eject("a", 2, 1, 41 * SECOND))
                .as("the third time, but one is forgiven")
                .isEqualTo(20 * SECOND);
    }

    @Test
    void neverTakesTheLastOneThatServes() {
        assertThat(ejections(10, 100).eject("a", 3, 0, 0)).isZero();
    }

    @Test
    void mayAlwaysTakeOneButThenKeepsToItsShare() {
        Ejections ejections = ejections(10, 10);

        assertThat(ejections.eject("a", 5, 4, 0)).isPositive();
        assertThat(ejections.eject("b", 5, 3, 0)).as("40 % of 5").isZero();
    }

    @Test
    void doesNotProlongWhatIsOut() {
        Ejections ejections = ejections(10, 100);
        ejections.eject("a", 3, 2, 0);

        assertThat(ejections.eject("a", 3, 2, 5 * SECOND)).isZero();
        assertThat(ejections.release(10 * SECOND)).containsExactly("a");
    }

    @Test
    void forgetsABackendThatIsGone() {
        Ejections ejections = ejections(10, 50);
        ejections.eject("a", 4, 3, 0);
        ejections.forget("a");

        assertThat(ejections.count()).isZero();
        assertThat(ejections.eject("a", 4, 3, 0)).isEqualTo(10 * SECOND);
    }

    /** Never more than the share, but for the one that is always allowed, and never everyone. */
    @Test
    void neverGoesOverItsLimits() {
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            int backends = 1 + random.nextInt(12);
            int percent = random.nextInt(101);
            Ejections ejections = ejections(1 + random.nextInt(20), percent);
            long now = random.nextLong();
            for (int step = 0; step < 200; step++) {
                now += random.nextInt(3) * SECOND;
                ejections.release(now);
                String backend = "b" + random.nextInt(backends);
                int before = ejections.count();
                int others = backends - before - (ejections.isEjected(backend) ? 0 : 1);
                long nanos = ejections.eject(backend, backends, others, now);
                if (nanos > 0 && before > 0) {
                    assertThat(100 * ejections.count()).as("seed %d", seed).isLessThanOrEqualTo(percent * backends);
                }
                assertThat(ejections.count())
                        .as("seed %d: never the last", seed)
                        .isLessThanOrEqualTo(Math.max(0, backends - 1));
            }
        }
    }
}
