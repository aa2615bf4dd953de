package io.sluice.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many sessions each backend should have. */
class FairSharesTest {

    private static long[] weights(long... weights) {
        return weights;
    }

    private static int[] limits(int... limits) {
        return limits;
    }

    @Test
    void dividesByWeightAndRoundsUp() {
        assertThat(FairShares.of(weights(1, 1), limits(0, 0), 20)).containsExactly(10, 10);
        assertThat(FairShares.of(weights(3, 1), limits(0, 0), 20)).containsExactly(15, 5);
        assertThat(FairShares.of(weights(1, 1, 1), limits(0, 0, 0), 20)).containsExactly(7, 7, 7);
        assertThat(FairShares.of(weights(100, 10), limits(0, 0), 111)).containsExactly(101, 11);
        assertThat(FairShares.of(weights(5), limits(0), 7)).containsExactly(7);
        assertThat(FairShares.of(weights(2, 3), limits(0, 0), 0)).containsExactly(0, 0);
        assertThat(FairShares.of(weights(), limits(), 0)).isEmpty();
    }

    @Test
    void givesWhoIsWithoutWeightNothing() {
        assertThat(FairShares.of(weights(1, 0, 1), limits(0, 0, 5), 30)).containsExactly(25, 0, 5);
    }

    @Test
    void givesNobodyMoreThanItMayHold() {
        assertThat(FairShares.of(weights(1, 1, 1), limits(0, 0, 10), 90)).containsExactly(40, 40, 10);
        assertThat(FairShares.of(weights(1, 1), limits(0, 20), 120)).containsExactly(100, 20);
    }

    @Test
    void fillsOneAfterTheOtherWhoBecomesFullByWhatAnotherCannotTake() {
        assertThat(FairShares.of(weights(1, 1, 1), limits(10, 40, 0), 100)).containsExactly(10, 40, 50);
        assertThat(FairShares.of(weights(1, 1, 1), limits(10, 36, 0), 100)).containsExactly(10, 36, 54);
    }

    @Test
    void forgetsTheLimitsWhenTheyLeaveNoRoomForAll() {
        assertThat(FairShares.of(weights(1, 1), limits(10, 10), 100)).containsExactly(50, 50);
        assertThat(FairShares.of(weights(1, 1), limits(10, 10), 20)).containsExactly(10, 10);
    }

    @Test
    void neverLeavesASessionWithoutAPlaceAndNeverMakesTwoTooMany() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 2_000; round++) {
            int backends = random.nextInt(1, 8);
            long[] weights = random.longs(backends, 1, 6_553_501).toArray();
            int[] limits = random.ints(backends, 0, 60)
                    .map(limit -> limit < 20 ? 0 : limit)
                    .toArray();
            int sessions = random.nextInt(0, 400);

            int[] shares = FairShares.of(weights, limits, sessions);

            int sum = IntStream.of(shares).sum();
            assertThat(sum)
                    .as("%s %s %s", sessions, Arrays.toString(weights), Arrays.toString(limits))
                    .isBetween(sessions, sessions + backends);
        }
    }

    @Test
    void overflowsForNoNumbersThatThereCanBe() {
        long heaviest = 65_535L * 100;
        long[] weights = new long[1_000];
        Arrays.fill(weights, heaviest);

        assertThat(FairShares.of(weights, new int[1_000], 1_000_000)).containsOnly(1_000);
    }
}
