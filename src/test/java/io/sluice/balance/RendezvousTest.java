package io.sluice.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.FakeCandidates;
import io.sluice.testing.GivenOptions;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RendezvousTest {

    private static final Scheduler HRW = Rendezvous.from(GivenOptions.NONE);

    @Test
    void findsTheHomesOfTheContract() {
        assertThat(homes(FakeCandidates.of("A1 B1 C1"))).isEqualTo("ABCBBAABABBC");
        assertThat(homes(FakeCandidates.of("A1 B2 C3"))).isEqualTo("ABCBBBABABBC");
        assertThat(homes(FakeCandidates.of("A1 B1 C1").without(1))).isEqualTo("AACCAAAAACAC");
        assertThat(homes(FakeCandidates.of("C3 A1 B2"))).isEqualTo("ABCBBBABABBC");
    }

    @Test
    void sharesFollowTheWeights() {
        FakeCandidates pool = FakeCandidates.of("A1 B2 C3");
        Rendezvous.Scores scores = Rendezvous.Scores.of(pool, 0);

        IntStream.range(0, 30_000).forEach(k -> pool.open(scores.highest(hash("k" + k), Admission.ALL)));

        assertThat(IntStream.range(0, 3).map(pool::sessions)).containsExactly(5_056, 9_866, 15_078);
    }

    /** Whoever is passed over without a logarithm could not have won. */
    @Test
    void findsTheHighestScoreOfAll() {
        for (long seed = 0; seed < 300; seed++) {
            RandomGenerator random = new SplitMix64(seed);
            int[] weights = random.ints(1 + random.nextInt(200), 1, 65_536).toArray();
            FakeCandidates pool = new FakeCandidates(weights);
            long client = random.nextLong();
            int best = 0;
            for (int i = 1; i < weights.length; i++) {
                best = score(pool, i, client) > score(pool, best, client) ? i : best;
            }

            assertThat(Rendezvous.Scores.of(pool, 0).highest(client, Admission.ALL))
                    .as("seed %d", seed)
                    .isEqualTo(best);
        }
    }

    private static double score(FakeCandidates pool, int index, long client) {
        double uniform = ((FlowHash.mix64(hash(pool.name(index)) ^ client) >>> 11) + 0.5) * 0x1p-53;
        return -pool.weight(index) / StrictMath.log(uniform);
    }

    @Test
    void theMissingMoveOnlyTheirOwnClients() {
        for (long seed = 0; seed < 50; seed++) {
            MaglevTest.assertMovesOnlyItsOwn(HRW, seed);
        }
    }

    /** The keys of the vectors are texts, not addresses. */
    private static String homes(FakeCandidates pool) {
        Rendezvous.Scores scores = Rendezvous.Scores.of(pool, 0);
        return IntStream.rangeClosed(1, 12)
                .mapToObj(client -> pool.name(scores.highest(hash("10.0.0." + client), Admission.ALL)))
                .collect(Collectors.joining());
    }

    private static long hash(String key) {
        return FlowHash.h64(key.getBytes(StandardCharsets.UTF_8), 0);
    }
}
