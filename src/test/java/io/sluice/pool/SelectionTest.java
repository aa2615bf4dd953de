package io.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.BackendClass;
import io.sluice.model.Health;
import io.sluice.model.Learn;
import io.sluice.model.Objective;
import io.sluice.model.PickPolicy;
import io.sluice.model.ProbeStatistics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The vectors of sing-box's selection, and what must hold of any. */
class SelectionTest {

    private static final int[] NODES = {250, 300, 350, 360, 390, 420, 510};

    @Test
    void takesTheBestOneWithoutAWord() {
        assertThat(selected(1, List.of(), NODES)).containsExactly(250);
    }

    @Test
    void takesAllWithinTheFirstBaselineThatMatches() {
        assertThat(selected(1, millis(500, 700, 900), NODES)).containsExactly(250, 300, 350, 360, 390, 420);
        assertThat(selected(1, millis(100, 200), NODES)).containsExactly(250);
        assertThat(selected(1, millis(260), NODES)).containsExactly(250);
        assertThat(selected(1, millis(300), NODES)).as("strict").containsExactly(250);
        assertThat(selected(2, millis(300, 350), NODES)).as("strict").containsExactly(250, 300);
    }

    @Test
    void takesAsManyAsExpected() {
        assertThat(selected(3, List.of(), NODES)).containsExactly(250, 300, 350);
        assertThat(selected(9, List.of(), NODES)).hasSize(7);
        assertThat(selected(0, List.of(), NODES)).containsExactly(250);
    }

    @Test
    void takesAllWithinTheFirstBaselineThatGivesEnough() {
        assertThat(selected(3, millis(300, 400, 500), NODES)).containsExactly(250, 300, 350, 360, 390);
        assertThat(selected(3, millis(260), NODES)).containsExactly(250, 300, 350);
    }

    @Test
    void holdsEachClassAgainstTheBaselinesAnew() {
        List<Member> members = List.of(
                SampleMembers.measured("a", BackendClass.ALIVE, 20, 0),
                SampleMembers.measured("b", BackendClass.ALIVE, 90, 0),
                SampleMembers.of("c", BackendClass.UNKNOWN),
                SampleMembers.of("d", BackendClass.UNKNOWN));

        assertThat(names(members, policy(Objective.LEASTLOAD, 3, millis(50)))).containsExactly("a", "b", "c");
        assertThat(names(members, policy(Objective.LEASTLOAD, 1, millis(50)))).containsExactly("a");
        assertThat(names(members, policy(Objective.LEASTLOAD, 3, millis(50, 100))))
                .containsExactly("a", "b", "c");

        List<Member> mixed = List.of(
                SampleMembers.measured("a", BackendClass.ALIVE, 20, 0),
                SampleMembers.measured("b", BackendClass.UNKNOWN, 30, 0),
                SampleMembers.measured("c", BackendClass.UNKNOWN, 40, 0),
                SampleMembers.measured("d", BackendClass.UNKNOWN, 90, 0));

        assertThat(names(mixed, policy(Objective.LEASTLOAD, 2, millis(50, 100))))
                .as("the second baseline of the second class is not needed")
                .containsExactly("a", "b", "c");
    }

    @Test
    void sortsByClassThenValueThenFailures() {
        List<Member> members = new ArrayList<>(List.of(
                SampleMembers.failed("dead"),
                SampleMembers.of("unknown", BackendClass.UNKNOWN),
                SampleMembers.measured("alive", BackendClass.ALIVE, 110, 0),
                SampleMembers.measured("untested", BackendClass.QUALIFIED, 0, 0)
                        .withHealth(
                                SampleMembers.of("x", BackendClass.QUALIFIED).health()),
                SampleMembers.measured("q120", BackendClass.QUALIFIED, 120, 0),
                SampleMembers.measured("fail1", BackendClass.QUALIFIED, 100, 1),
                SampleMembers.measured("fail0", BackendClass.QUALIFIED, 100, 0)));

        for (int round = 0; round < 50; round++) {
            Collections.shuffle(members, new Random(round));
            Ranking ranking =
                    Ranking.of(members, new PickRules(policy(Objective.LEASTPING, 1, List.of()), true, round));

            assertThat(IntStream.range(0, members.size())
                            .mapToObj(
                                    rank -> ranking.at(rank).member().backend().name()))
                    .as("shuffled by %s", round)
                    .containsExactly("fail0", "fail1", "q120", "untested", "alive", "unknown", "dead");
        }
    }

    @Test
    void drawsLotsAmongEqualsOnceForAll() {
        List<Member> members = IntStream.range(0, 8)
                .mapToObj(i -> SampleMembers.of("b" + i, BackendClass.UNKNOWN))
                .toList();
        PickPolicy one = policy(Objective.LEASTLOAD, 1, List.of());

        List<Integer> firsts = IntStream.range(0, 200)
                .map(seed -> first(members, new PickRules(one, true, seed)))
                .boxed()
                .toList();

        assertThat(firsts).as("every one is first for some seed").contains(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(IntStream.range(0, 200).map(seed -> first(members, new PickRules(one, true, seed))))
                .as("and always for the same one")
                .containsExactlyElementsOf(firsts);
    }

    @Test
    void readsTheDeviationOrTheMean() {
        ProbeStatistics known = new ProbeStatistics(3, 1, 500, 400, 600, 70);
        Member member = SampleMembers.alive("a").withHealth(new Health(BackendClass.ALIVE, known, false));

        assertThat(value(member, Objective.LEASTLOAD, Learn.PROBES)).isEqualTo(70);
        assertThat(value(member, Objective.LEASTPING, Learn.PROBES)).isEqualTo(500);
        assertThat(value(SampleMembers.alive("b"), Objective.LEASTPING, Learn.PROBES))
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void learnsFromProbesOrTrafficOrBoth() {
        ProbeStatistics probes = new ProbeStatistics(2, 0, 100, 100, 100, 0);
        Member member = SampleMembers.alive("a").withHealth(new Health(BackendClass.ALIVE, probes, false));
        member.backend().stats().connected(400);

        assertThat(value(member, Objective.LEASTPING, Learn.PROBES)).isEqualTo(100);
        assertThat(value(member, Objective.LEASTPING, Learn.TRAFFIC)).isEqualTo(400);
        assertThat(value(member, Objective.LEASTPING, Learn.BOTH)).isEqualTo(200);
        assertThat(value(member, Objective.LEASTLOAD, Learn.TRAFFIC))
                .as("half of a single one")
                .isEqualTo(200);
        assertThat(value(member, Objective.LEASTLOAD, Learn.BOTH))
                .as("of 100, 100 and 400")
                .isEqualTo(141);
    }

    private static long value(Member member, Objective objective, Learn learn) {
        return Ranked.of(0, member, new PickPolicy(objective, Duration.ZERO, 0, 1, List.of(), learn, null))
                .value();
    }

    @Test
    void keepsItsPromisesForAnyInput() {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            int[] values = random.ints(1 + random.nextInt(12), 1, 40).sorted().toArray();
            int expected = random.nextInt(15);
            List<Duration> baselines = random.nextBoolean()
                    ? List.of()
                    : millis(random.ints(3, 1, 45).distinct().sorted().toArray());

            List<Integer> selected = selected(expected, baselines, values);

            assertThat(selected)
                    .as("seed %s: a prefix", seed)
                    .containsExactlyElementsOf(
                            IntStream.of(values).limit(selected.size()).boxed().toList())
                    .hasSizeGreaterThanOrEqualTo(Math.min(Math.max(1, expected), values.length));
            if (selected.size() > Math.max(1, expected)) {
                int last = selected.get(selected.size() - 1);
                assertThat(baselines)
                        .as("seed %s: more than expected only within a baseline", seed)
                        .anyMatch(baseline -> last < baseline.toMillis());
            }
            if (baselines.isEmpty()) {
                int[] more =
                        IntStream.concat(IntStream.of(values), IntStream.of(50)).toArray();
                assertThat(selected(expected, baselines, more))
                        .as("seed %s: a worse one removes nobody", seed)
                        .containsAll(selected);
            }
        }
    }

    private static List<Integer> selected(int expected, List<Duration> baselines, int... values) {
        List<Member> sorted = IntStream.of(values)
                .mapToObj(value -> SampleMembers.qualified("q" + value, value))
                .toList();
        int count = count(sorted, policy(Objective.LEASTLOAD, expected, baselines));
        return IntStream.of(values).limit(count).boxed().toList();
    }

    private static List<String> names(List<Member> sorted, PickPolicy policy) {
        return sorted.stream()
                .limit(count(sorted, policy))
                .map(member -> member.backend().name())
                .toList();
    }

    private static int count(List<Member> sorted, PickPolicy policy) {
        return new Selection(IntStream.range(0, sorted.size())
                        .mapToObj(index -> Ranked.of(index, sorted.get(index), policy))
                        .toList())
                .count(policy);
    }

    private static int first(List<Member> members, PickRules rules) {
        return Ranking.of(members, rules).at(0).index();
    }

    private static PickPolicy policy(Objective objective, int expected, List<Duration> baselines) {
        return new PickPolicy(objective, Duration.ZERO, 0, expected, baselines);
    }

    private static List<Duration> millis(int... values) {
        return IntStream.of(values).mapToObj(Duration::ofMillis).toList();
    }
}
