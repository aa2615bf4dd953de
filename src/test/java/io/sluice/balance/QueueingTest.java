package io.sluice.balance;

import static io.sluice.testing.Picks.grow;
import static io.sluice.testing.Picks.still;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.FakeCandidates;
import io.sluice.testing.Flows;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** {@code sed} and {@code nq} against the picks of IPVS. */
class QueueingTest {

    private static final Scheduler SED = new ShortestDelay();
    private static final Scheduler NQ = new NeverQueue();

    @Test
    void shortestDelayFollowsIpvs() {
        assertThat(grow(SED, FakeCandidates.of("A1(0) B4(3) C0"), 8)).isEqualTo("ABBBBABB");
        assertThat(grow(SED, FakeCandidates.of("A1 B10"), 12)).isEqualTo("BBBBBBBBBABB");
    }

    /** IPVS: CBCABCCBCABC. */
    @Test
    void shortestDelayRotatesAmongEquals() {
        assertThat(grow(SED, FakeCandidates.of("A1 B2 C3"), 12)).isEqualTo("CBCABCCBCABC");
        assertThat(still(SED, FakeCandidates.of("A1 B1 C1"), 6)).isEqualTo("ABCABC");
    }

    @Test
    void shortestDelayLeavesTheLightAloneInAQuietPool() {
        assertThat(still(SED, FakeCandidates.of("A1 B10"), 5)).isEqualTo("BBBBB");
    }

    @Test
    void neverQueueFollowsIpvs() {
        assertThat(grow(NQ, FakeCandidates.of("A1 B2 C3"), 12)).isEqualTo("ABCCBCCBCABC");
        assertThat(grow(NQ, FakeCandidates.of("A1 B10"), 12)).isEqualTo("ABBBBBBBBBBB");
        assertThat(grow(NQ, FakeCandidates.of("A1(0) B4(3)"), 8)).isEqualTo("ABBBBABB");
    }

    /** IPVS: AAAAAA. */
    @Test
    void neverQueueRotatesAmongTheIdle() {
        assertThat(still(NQ, FakeCandidates.of("A1 B9 C1"), 6)).isEqualTo("ABCABC");
    }

    /** c_i / w_i <= (c_j + 1) / w_j; with nq for whoever has two or more, and everyone is met among the first n. */
    @Test
    void nobodyWaitsLongerThanElsewhere() {
        for (long seed = 0; seed < 200; seed++) {
            assertFills(SED, seed, 1);
            assertFills(NQ, seed, 2);
        }
    }

    private static void assertFills(Scheduler scheduler, long seed, int least) {
        RandomGenerator random = new SplitMix64(seed);
        FakeCandidates pool = pool(random);
        Picker picker = scheduler.over(pool, random);
        for (int k = 0; k < 6 * pool.size(); k++) {
            int index = picker.pick(Flows.from(k), pool, random);
            assertThat(k < pool.size() && least == 2 && pool.sessions(index) > 0)
                    .as("seed %d pick %d: an idle one waits", seed, k)
                    .isFalse();
            pool.open(index);
            for (int i = 0; i < pool.size(); i++) {
                for (int j = 0; j < pool.size() && pool.sessions(i) >= least; j++) {
                    assertThat((long) pool.sessions(i) * pool.weight(j))
                            .as("seed %d pick %d: %d, %d", seed, k, i, j)
                            .isLessThanOrEqualTo((pool.sessions(j) + 1L) * pool.weight(i));
                }
            }
        }
    }

    private static FakeCandidates pool(RandomGenerator random) {
        return new FakeCandidates(random.ints(2 + random.nextInt(15), 1, 101).toArray());
    }
}
