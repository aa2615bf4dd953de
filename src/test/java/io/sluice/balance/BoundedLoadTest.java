package io.sluice.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.FakeCandidates;
import io.sluice.testing.Flows;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against HAProxy's {@code hash-balance-factor}. */
class BoundedLoadTest {

    @Test
    void overflowsToTheNextLikeHaproxy() {
        assertThat(prefersA("A1 B1 C1", 150, 12)).isEqualTo("ABBABABABABA");
        assertThat(prefersA("A1 B1 C1", 125, 12)).isEqualTo("ABCBABACABBA");
        assertThat(prefersA("A1 B1 C1", 200, 12)).isEqualTo("ABABAABAABAA");
        assertThat(prefersA("A1 B1 C1", 100, 9)).isEqualTo("ABCCBACBA");
        assertThat(prefersA("A2 B1 C1", 150, 12)).isEqualTo("ABAAABAAABAA");
    }

    @Test
    void nobodyIsLoadedAboveItsShare() {
        for (long seed = 0; seed < 60; seed++) {
            RandomGenerator random = new SplitMix64(seed);
            int percent = 100 + random.nextInt(150);
            int[] weights = random.ints(1 + random.nextInt(12), 1, 20).toArray();
            long sum = IntStream.of(weights).sum();
            Scheduler maglev = new Maglev(HashKey.SOURCE, 251, percent, 0);
            FakeCandidates pool = new FakeCandidates(weights);
            Picker picker = maglev.over(pool, random);

            for (int m = 0; m < 200; m++) {
                int index = picker.pick(Flows.from(random.nextInt(5)), pool, random);
                pool.open(index);

                long places = ((m + 1L) * percent + 99) / 100;
                assertThat((long) pool.sessions(index))
                        .as("seed %d pick %d", seed, m)
                        .isLessThanOrEqualTo(Math.max(1, places * weights[index] / sum + 1));
            }
        }
    }

    @Test
    void aGreatFactorIsNoBound() {
        FakeCandidates pool = new FakeCandidates(1, 1, 1);
        Picker free = new Maglev(HashKey.SOURCE, 251, 0, 0).over(pool, new SplitMix64(1));
        Picker bounded = new Maglev(HashKey.SOURCE, 251, Maglev.MOST_BOUNDED, 0).over(pool, new SplitMix64(1));

        for (int client = 0; client < 300; client++) {
            int index = free.pick(Flows.from(client), pool, new SplitMix64(1));
            assertThat(bounded.pick(Flows.from(client), pool, new SplitMix64(1)))
                    .as("client %d", client)
                    .isEqualTo(index);
            pool.open(index);
        }
    }

    @Test
    void aSessionIsNotRefusedForEvenness() {
        FakeCandidates pool = FakeCandidates.of("A1(9) B1 C1").limit(1, 0).limit(2, 0);
        Picker picker = new Maglev(HashKey.SOURCE, 251, 100, 0).over(pool, new SplitMix64(1));

        assertThat(picker.pick(Flows.from(1), pool, new SplitMix64(1))).isZero();
    }

    /** All keys prefer A, then B, then C. */
    private static String prefersA(String members, int percent, int picks) {
        FakeCandidates pool = FakeCandidates.of(members);
        BoundedLoad load = new BoundedLoad(pool, Eligible.of(pool), percent);
        StringBuilder picked = new StringBuilder();
        for (int k = 0; k < picks; k++) {
            int index = load.firstAdmitted(0, Admission.ALL, load.places());
            pool.open(index);
            picked.append(pool.name(index));
        }
        return picked.toString();
    }
}
