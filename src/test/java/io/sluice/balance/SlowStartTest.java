package io.sluice.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.model.Delay;
import io.sluice.testing.FakeCandidates;
import io.sluice.testing.Flows;
import io.sluice.testing.GivenOptions;
import io.sluice.testing.Picks;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What each scheduler does with a member of which only a part of the weight counts. */
class SlowStartTest {

    private static final int SESSIONS = 12_600;

    @Test
    void givesTheCycledTheirPartExactly() {
        for (Scheduler scheduler : List.of(new SmoothWeighted(), new InterleavedWeighted(), new StaticRoundRobin())) {
            // 100 + 100 + 10 are 21 turns, of which the last member has one.
            int[] counts = arrivals(scheduler, new FakeCandidates(1, 1, 1).ramp(2, 10), 1);

            assertThat(counts)
                    .as(scheduler.name())
                    .containsExactly(SESSIONS * 10 / 21, SESSIONS * 10 / 21, SESSIONS / 21);
        }
    }

    @Test
    void givesTheDrawnTheirPartByChance() {
        int[] counts = arrivals(new RandomDraw(), new FakeCandidates(3, 3, 6).ramp(2, 25), 1);

        assertThat(counts[2] / (double) SESSIONS).isCloseTo(1.5 / 7.5, within(0.02)); // over five standard deviations
    }

    @Test
    void holdsThoseThatCountSessionsToTheirPart() {
        for (Scheduler scheduler : List.of(
                new LeastSessions(),
                new WeightedLeastSessions(),
                new ShortestDelay(),
                new NeverQueue(),
                new LeastTime(Delay.CONNECT))) {
            int[] counts = arrivals(scheduler, new FakeCandidates(1, 1, 1).ramp(2, 10), 1);

            assertThat(counts[2]).as(scheduler.name()).isCloseTo(SESSIONS / 21, within(2));
        }
    }

    @Test
    void holdsTheLessLoadedOfTwoToItsPart() {
        for (Scheduler scheduler : List.of(new PowerOfTwo(), PeakPowerOfTwo.from(GivenOptions.NONE))) {
            int[] counts = arrivals(scheduler, new FakeCandidates(1, 1, 1).ramp(2, 10), 1);

            assertThat(counts[2]).as(scheduler.name()).isCloseTo(SESSIONS / 21, within(SESSIONS / 100));
        }
    }

    @Test
    void isNoHerdUponANewcomerUnderLeastSessions() {
        FakeCandidates pool = FakeCandidates.of("A1(100) B1(100) C1(0)").ramp(2, 10);

        assertThat(Picks.grow(new LeastSessions(), pool, 30)
                        .chars()
                        .filter(name -> name == 'C')
                        .count())
                .as("held to a tenth of what the others hold")
                .isBetween(10L, 12L);
    }

    @Test
    void multipliesWithTheWeight() {
        FakeCandidates pool = new FakeCandidates(65_535, 65_535).ramp(1, 50);

        int[] counts = arrivals(new WeightedLeastSessions(), pool, 1);

        assertThat(counts[1]).isCloseTo(SESSIONS / 3, within(1));
    }

    @Test
    void addsUpTheGreatestWeights() {
        int[] weights = new int[1_000];
        Arrays.fill(weights, 65_535);
        for (Supplier<Scheduler> scheduler : List.<Supplier<Scheduler>>of(
                SmoothWeighted::new,
                InterleavedWeighted::new,
                StaticRoundRobin::new,
                RandomDraw::new,
                PowerOfTwo::new)) {
            int[] counts = arrivals(scheduler.get(), new FakeCandidates(weights).ramp(999, 10), 1);

            assertThat(counts[999]).as(scheduler.get().name()).isLessThan(10);
            assertThat(counts[0]).as(scheduler.get().name()).isBetween(1, 40);
        }
    }

    @Test
    void meansNothingToThoseWhoseWeightIsNoShare() {
        for (Scheduler scheduler : List.of(
                new RoundRobin(),
                new FirstFit(),
                new Failover(),
                new Overflow(),
                new SourceHash(),
                Rendezvous.from(GivenOptions.NONE))) {
            FakeCandidates ramped = new FakeCandidates(10, 20, 30).ramp(2, 10);
            FakeCandidates plain = new FakeCandidates(10, 20, 30);

            assertThat(arrivals(scheduler, ramped, 7))
                    .as(scheduler.name())
                    .containsExactly(arrivals(scheduler, plain, 7));
        }
    }

    private static int[] arrivals(Scheduler scheduler, FakeCandidates pool, long seed) {
        RandomGenerator random = new SplitMix64(seed);
        Picker picker = scheduler.over(pool, random);
        int[] counts = new int[pool.size()];
        for (int i = 0; i < SESSIONS; i++) {
            int index = picker.pick(Flows.from(i), pool, random);
            if (index != Picker.NONE) {
                counts[index]++;
                pool.open(index);
            }
        }
        return counts;
    }
}
