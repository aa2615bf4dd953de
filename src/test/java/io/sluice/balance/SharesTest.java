package io.sluice.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SharesTest {

    /** Against the definition: the first member whose piece ends after the point. */
    @Test
    void everyPointBelongsToThePieceAroundIt() {
        for (long seed = 1; seed <= 300; seed++) {
            RandomGenerator random = new SplitMix64(seed);
            int[] weights = new int[1 + random.nextInt(40)];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(1 << random.nextInt(1, 17));
            }
            Shares shares = new Shares(weights);
            long start = 0;
            for (int member = 0; member < weights.length; member++) {
                assertThat(shares.start(member)).as("seed %d", seed).isEqualTo(start);
                if (weights[member] > 0) {
                    long last = start + weights[member] - 1;
                    assertThat(shares.at(start))
                            .as("seed %d at %d", seed, start)
                            .isEqualTo(member);
                    assertThat(shares.at(last)).as("seed %d at %d", seed, last).isEqualTo(member);
                    assertThat(shares.at((start + last) / 2))
                            .as("seed %d", seed)
                            .isEqualTo(member);
                }
                start += weights[member];
            }
            assertThat(shares.length()).as("seed %d", seed).isEqualTo(start);
        }
    }

    @Test
    void theLongestLineIsNoHarder() {
        int[] weights = new int[1_000];
        Arrays.fill(weights, 6_553_500);
        Shares shares = new Shares(weights);

        assertThat(shares.at(0)).isZero();
        assertThat(shares.at(shares.length() - 1)).isEqualTo(999);
        assertThat(shares.at(6_553_500L * 500 - 1)).isEqualTo(499);
        assertThat(shares.at(6_553_500L * 500)).isEqualTo(500);
    }

    @Test
    void nobodyHasNoLine() {
        assertThat(new Shares(new int[0]).length()).isZero();
        assertThat(new Shares(new int[] {0, 0}).length()).isZero();
    }
}
