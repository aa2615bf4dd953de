package io.sluice.balance;

import static io.sluice.testing.Picks.grow;
import static io.sluice.testing.Picks.still;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.FakeCandidates;
import io.sluice.testing.Flows;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** {@code first}, {@code failover} and {@code overflow}: the same order for everyone. */
class PreferenceTest {

    private static final Scheduler FIRST = new FirstFit();
    private static final Scheduler FAILOVER = new Failover();
    private static final Scheduler OVERFLOW = new Overflow();

    @Test
    void firstFillsOneAfterTheOther() {
        assertThat(grow(FIRST, limited("A1 B9 C1", 2), 7)).isEqualTo("AABBCC-");
        assertThat(grow(FIRST, limited("A0 B9 C1", 2), 5)).isEqualTo("BBCC-");
    }

    @Test
    void firstReturnsToAPlaceThatWasLeft() {
        FakeCandidates pool = limited("A1 B1 C1", 2);
        grow(FIRST, pool, 4);

        pool.close(0);

        assertThat(still(FIRST, pool, 1)).isEqualTo("A");
    }

    @Test
    void failoverServesFromTheHeaviest() {
        assertThat(still(FAILOVER, FakeCandidates.of("A2 B5 C5"), 3)).isEqualTo("BBB");
        assertThat(still(FAILOVER, FakeCandidates.of("A2 B5 C5").limit(1, 0), 2))
                .isEqualTo("CC");
        assertThat(still(FAILOVER, FakeCandidates.of("A2 B5 C5").limit(1, 0).without(2), 2))
                .isEqualTo("AA");
        assertThat(still(FAILOVER, FakeCandidates.of("A0 B5 C5").limit(1, 0).limit(2, 0), 2))
                .isEqualTo("--");
    }

    /** IPVS: AAAABBBCC--- and BBBBAA--, one more than the weight each. */
    @Test
    void overflowTakesTheWeightForTheLimit() {
        assertThat(grow(OVERFLOW, FakeCandidates.of("A3 B2 C1"), 9)).isEqualTo("AAABBC---");
        assertThat(grow(OVERFLOW, FakeCandidates.of("A1 B3"), 6)).isEqualTo("BBBA--");
    }

    @Test
    void overflowKeepsTheLimitsOfTheMembersToo() {
        assertThat(grow(OVERFLOW, FakeCandidates.of("A3 B2 C1").limit(0, 1), 6)).isEqualTo("ABBC--");
    }

    @Test
    void overflowAdmitsExactlyTheWeights() {
        for (long seed = 0; seed < 100; seed++) {
            RandomGenerator random = new SplitMix64(seed);
            FakeCandidates pool = new FakeCandidates(
                    random.ints(1 + random.nextInt(16), 0, 20).toArray());
            Picker picker = OVERFLOW.over(pool, random);

            for (int index = picker.pick(Flows.from(1), pool, random); index != Picker.NONE; ) {
                pool.open(index);
                index = picker.pick(Flows.from(1), pool, random);
            }

            for (int i = 0; i < pool.size(); i++) {
                assertThat(pool.sessions(i)).as("seed %d member %d", seed, i).isEqualTo(pool.weight(i));
            }
        }
    }

    /** A member that can take more never sends a session further down. */
    @Test
    void moreRoomNeverSendsASessionDown() {
        for (long seed = 0; seed < 500; seed++) {
            RandomGenerator random = new SplitMix64(seed);
            int[] weights = random.ints(2 + random.nextInt(8), 1, 5).toArray();
            int freed = random.nextInt(weights.length);
            boolean[] full = new boolean[weights.length];
            for (int i = 0; i < full.length; i++) {
                full[i] = i == freed || random.nextBoolean();
            }
            FakeCandidates pool = new FakeCandidates(weights);
            for (Scheduler scheduler : List.of(FIRST, FAILOVER, OVERFLOW)) {
                Picker picker = scheduler.over(pool, random);

                int before = picker.pick(Flows.from(1), index -> !full[index], random);
                int after = picker.pick(Flows.from(1), index -> index == freed || !full[index], random);

                assertThat(after)
                        .as("%s seed %d", scheduler.name(), seed)
                        .isIn(before == Picker.NONE ? freed : before, freed);
            }
        }
    }

    private static FakeCandidates limited(String members, int most) {
        FakeCandidates pool = FakeCandidates.of(members);
        for (int i = 0; i < pool.size(); i++) {
            pool.limit(i, most);
        }
        return pool;
    }
}
