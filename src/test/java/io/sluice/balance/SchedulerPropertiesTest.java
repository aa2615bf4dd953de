package io.sluice.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.FakeCandidates;
import io.sluice.testing.Flows;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What each rule promises beyond the contract, on random pools. */
class SchedulerPropertiesTest {

    private static final int POOLS = 200;

    @Test
    void roundRobinSharesAreExactToOneSession() {
        for (long seed = 0; seed < POOLS; seed++) {
            RandomGenerator random = new SplitMix64(seed);
            FakeCandidates pool = new FakeCandidates(weights(random));
            Picker picker = new RoundRobin().over(pool, random);
            int[] picks = new int[5 * pool.size() + 1];

            for (int k = 1; k <= 5 * pool.size(); k++) {
                picks[k] = picker.pick(Flows.from(k), pool, random);
                pool.open(picks[k]);
                if (k > pool.size()) {
                    assertThat(picks[k]).as("seed %d pick %d", seed, k).isEqualTo(picks[k - pool.size()]);
                }
                int[] counts = sessions(pool);
                int spread = Arrays.stream(counts).max().orElse(0)
                        - Arrays.stream(counts).min().orElse(0);
                assertThat(spread).as("seed %d pick %d", seed, k).isLessThanOrEqualTo(1);
            }
        }
    }

    @Test
    void weightedSharesAreExactAfterOnePeriodFromAnyStart() {
        for (long seed = 0; seed < POOLS; seed++) {
            for (Scheduler scheduler :
                    List.of(new SmoothWeighted(), new InterleavedWeighted(), new StaticRoundRobin())) {
                RandomGenerator random = new SplitMix64(seed);
                int[] weights = weights(random);
                FakeCandidates pool = new FakeCandidates(weights);
                Picker picker = scheduler.over(pool, random);

                for (int k = 0; k < IntStream.of(weights).sum(); k++) {
                    pool.open(picker.pick(Flows.from(k), pool, random));
                }

                assertThat(sessions(pool))
                        .as("%s seed %d", scheduler.name(), seed)
                        .isEqualTo(weights);
            }
        }
    }

    @Test
    void leastSchedulersFillUpEvenly() {
        for (long seed = 0; seed < POOLS; seed++) {
            assertFillsEvenly(new LeastSessions(), seed, false);
            assertFillsEvenly(new WeightedLeastSessions(), seed, true);
        }
    }

    /** (c_i - 1) / w_i <= c_j / w_j: nobody was given a session that someone else should have had. */
    private static void assertFillsEvenly(Scheduler scheduler, long seed, boolean weighted) {
        RandomGenerator random = new SplitMix64(seed);
        FakeCandidates pool = new FakeCandidates(weights(random));
        Picker picker = scheduler.over(pool, random);
        for (int k = 0; k < 6 * pool.size(); k++) {
            pool.open(picker.pick(Flows.from(k), pool, random));
            for (int i = 0; i < pool.size(); i++) {
                for (int j = 0; j < pool.size(); j++) {
                    long left = (pool.sessions(i) - 1L) * (weighted ? pool.weight(j) : 1);
                    long right = (long) pool.sessions(j) * (weighted ? pool.weight(i) : 1);
                    assertThat(left)
                            .as("seed %d pick %d: %d, %d", seed, k, i, j)
                            .isLessThanOrEqualTo(right);
                }
            }
        }
    }

    /** At any time, with sessions that come and go: nobody could take the session at less cost. */
    @Test
    void leastSchedulersAlwaysTakeTheCheapest() {
        for (long seed = 0; seed < POOLS; seed++) {
            RandomGenerator random = new SplitMix64(seed);
            FakeCandidates pool = new FakeCandidates(weights(random));
            for (int step = 0; step < 40; step++) {
                fill(pool, random);
                String when = "seed " + seed + " step " + step;
                assertCheapest(pool, new LeastSessions(), random, i -> pool.sessions(i), i -> 1, when);
                assertCheapest(pool, new WeightedLeastSessions(), random, i -> pool.sessions(i), pool::weight, when);
                assertCheapest(pool, new ShortestDelay(), random, i -> pool.sessions(i) + 1, pool::weight, when);
                IntUnaryOperator queue = i -> pool.sessions(i) == 0 ? 0 : pool.sessions(i) + 1;
                assertCheapest(pool, new NeverQueue(), random, queue, pool::weight, when);
            }
        }
    }

    private static void assertCheapest(
            FakeCandidates pool,
            Scheduler scheduler,
            RandomGenerator random,
            IntUnaryOperator load,
            IntUnaryOperator divisor,
            String when) {
        int picked = scheduler.over(pool, random).pick(Flows.from(1), pool, random);
        for (int i = 0; i < pool.size(); i++) {
            long mine = (long) load.applyAsInt(picked) * divisor.applyAsInt(i);
            long other = (long) load.applyAsInt(i) * divisor.applyAsInt(picked);
            assertThat(mine).as(scheduler.name() + " " + when).isLessThanOrEqualTo(other);
        }
    }

    @Test
    void comparesTheGreatestCountsWithoutOverflow() {
        Candidates pool = new Extremes();

        assertThat(new WeightedLeastSessions()
                        .over(pool, new SplitMix64(1))
                        .pick(Flows.from(1), Admission.ALL, new SplitMix64(1)))
                .isEqualTo(1);
    }

    /** More sessions on a member that was not picked never make it the pick, with the same draws. */
    @Test
    void moreLoadNeverAttracts() {
        List<Scheduler> schedulers = List.of(
                new LeastSessions(),
                new WeightedLeastSessions(),
                new ShortestDelay(),
                new NeverQueue(),
                new PowerOfTwo());
        for (long seed = 0; seed < 500; seed++) {
            for (Scheduler scheduler : schedulers) {
                RandomGenerator random = new SplitMix64(seed);
                FakeCandidates pool = new FakeCandidates(weights(random));
                fill(pool, random);
                int before = first(scheduler, pool, seed);
                int loaded = random.nextInt(pool.size());
                pool.open(loaded);

                int after = first(scheduler, pool, seed);

                assertThat(after == loaded && before != loaded)
                        .as("%s seed %d", scheduler.name(), seed)
                        .isFalse();
            }
        }
    }

    private static int first(Scheduler scheduler, FakeCandidates pool, long seed) {
        return scheduler.over(pool, new SplitMix64(seed)).pick(Flows.from(1), pool, new SplitMix64(seed));
    }

    /** Chi-square; with 1 to 31 degrees of freedom a sum above 100 has a chance below one in a million. */
    @Test
    void randomSharesFollowTheWeights() {
        for (long seed = 0; seed < 40; seed++) {
            RandomGenerator random = new SplitMix64(seed);
            FakeCandidates pool = new FakeCandidates(weights(random));
            assertFollowsWeights(pool, 0, random, "seed " + seed);
        }
    }

    /** The members that are not admitted hold almost all the weight, so that the scan after the draws decides. */
    @Test
    void randomSharesOfTheRestFollowTheWeightsToo() {
        for (long seed = 0; seed < 40; seed++) {
            RandomGenerator random = new SplitMix64(seed);
            int[] weights = weights(random);
            weights[0] = 60_000;
            FakeCandidates pool = new FakeCandidates(weights).limit(0, 0);
            assertFollowsWeights(pool, 60_000, random, "seed " + seed);
        }
    }

    private static void assertFollowsWeights(FakeCandidates pool, int closed, RandomGenerator random, String when) {
        int picks = 400 * pool.size();
        Picker picker = new RandomDraw().over(pool, random);
        for (int k = 0; k < picks; k++) {
            int index = picker.pick(Flows.from(1), pool, random);
            if (index != Picker.NONE) {
                pool.open(index);
            }
        }
        double open = IntStream.range(0, pool.size()).map(pool::weight).sum() - closed;
        double sum = 0;
        for (int i = 0; i < pool.size(); i++) {
            double expected = pool.weight(i) == closed ? 0 : picks * pool.weight(i) / open;
            sum += expected == 0 ? 0 : Math.pow(pool.sessions(i) - expected, 2) / expected;
        }
        assertThat(sum).as(when).isLessThan(100);
    }

    @Test
    void sourceHashMovesOnlyTheClientsOfTheMissing() {
        for (long seed = 0; seed < 50; seed++) {
            RandomGenerator random = new SplitMix64(seed);
            int[] weights = weights(random);
            int missing = random.nextInt(weights.length);
            FakeCandidates whole = new FakeCandidates(weights);
            FakeCandidates less = new FakeCandidates(weights);
            FakeCandidates drained = random.nextBoolean() ? less.without(missing) : less.limit(missing, 0);
            Picker before = new SourceHash().over(whole, random);
            Picker after = new SourceHash().over(drained, random);

            for (int client = 0; client < 500; client++) {
                int home = before.pick(Flows.from(client), whole, random);
                int now = after.pick(Flows.from(client), drained, random);
                assertThat(home == missing || home == now)
                        .as("seed %d client %d", seed, client)
                        .isTrue();
            }
        }
    }

    @Test
    void sourceHashSharesFollowTheWeights() {
        FakeCandidates pool = new FakeCandidates(1, 2, 5);
        Picker picker = new SourceHash().over(pool, new SplitMix64(1));

        for (int client = 0; client < 80_000; client++) {
            pool.open(picker.pick(Flows.from(client), pool, new SplitMix64(1)));
        }

        assertThat(pool.sessions(0)).isBetween(9_600, 10_400);
        assertThat(pool.sessions(1)).isBetween(19_500, 20_500);
        assertThat(pool.sessions(2)).isBetween(49_400, 50_600);
    }

    private static void fill(FakeCandidates pool, RandomGenerator random) {
        random.ints(random.nextInt(200), 0, pool.size()).forEach(pool::open);
    }

    private static int[] weights(RandomGenerator random) {
        return random.ints(2 + random.nextInt(15), 1, 101).toArray();
    }

    private static int[] sessions(FakeCandidates pool) {
        return IntStream.range(0, pool.size()).map(pool::sessions).toArray();
    }

    /** Two members as full as an int can say, the second one weight heavier. */
    private record Extremes() implements Candidates {
        @Override
        public int size() {
            return 2;
        }

        @Override
        public boolean isCandidate(int index) {
            return true;
        }

        @Override
        public int weight(int index) {
            return 65_534 + index;
        }

        @Override
        public int sessions(int index) {
            return Integer.MAX_VALUE;
        }

        @Override
        public String name(int index) {
            return "" + index;
        }
    }
}
