package io.sluice.balance;

import static io.sluice.testing.Picks.ZERO;
import static io.sluice.testing.Picks.grow;
import static io.sluice.testing.Picks.still;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.FakeCandidates;
import io.sluice.testing.Flows;
import java.util.PrimitiveIterator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pick for pick what the originals do (IPVS, nginx), and where ours differ, what ours do instead. */
class SchedulerVectorsTest {

    @Test
    void roundRobinTakesTurns() {
        assertThat(still(new RoundRobin(), FakeCandidates.of("A1 B1 C1"), 7)).isEqualTo("ABCABCA");
        assertThat(still(new RoundRobin(), FakeCandidates.of("A1 B0 C1"), 5)).isEqualTo("ACACA");
        assertThat(still(new RoundRobin(), FakeCandidates.of("A0 B0"), 2)).isEqualTo("--");
    }

    @Test
    void roundRobinDoesNotDoubleTheFollowerOfAFullMember() {
        assertThat(still(new RoundRobin(), FakeCandidates.of("A1 B1 C1").limit(1, 0), 6))
                .isEqualTo("ACACAC");
    }

    @Test
    void smoothWeightedFollowsTheOrderOfNginx() {
        assertThat(still(new SmoothWeighted(), FakeCandidates.of("A5 B1 C1"), 14))
                .isEqualTo("AABACAA".repeat(2));
        assertThat(still(new SmoothWeighted(), FakeCandidates.of("A3 B2 C1"), 12))
                .isEqualTo("ABACBA".repeat(2));
        assertThat(still(new SmoothWeighted(), FakeCandidates.of("A6 B4 C2"), 12))
                .isEqualTo("ABACBA".repeat(2));
    }

    @Test
    void smoothWeightedKeepsTheOrderOfTheOthersPastAFullMember() {
        assertThat(still(new SmoothWeighted(), FakeCandidates.of("A3 B2 C1").limit(0, 0), 6))
                .isEqualTo("BCBBCB");
    }

    @Test
    void leastSessionsFillsUpTheEmptiest() {
        assertThat(grow(new LeastSessions(), FakeCandidates.of("A1 B5 C1"), 7)).isEqualTo("ABCABCA");
    }

    /** IPVS: DABDA, because it counts 256 x active + inactive; ours counts sessions, and after B the next in rotation is D. */
    @Test
    void leastSessionsCountsSessionsAndNothingElse() {
        assertThat(grow(new LeastSessions(), FakeCandidates.of("A1(2) B1(1) C0 D1(2)"), 5))
                .isEqualTo("BDABD");
    }

    @Test
    void weightedLeastSessionsFillsUpInProportion() {
        assertThat(grow(new WeightedLeastSessions(), FakeCandidates.of("A1 B2 C3"), 12))
                .isEqualTo("ABCCBCABCCBC");
        assertThat(grow(new WeightedLeastSessions(), FakeCandidates.of("A1 B10"), 12))
                .isEqualTo("ABBBBBBBBBBA");
    }

    /** IPVS: CABCBCCA with 200 inactive flows on C, which ours has no such thing as. */
    @Test
    void weightedLeastSessionsStartsFromWhatIsOpen() {
        assertThat(grow(new WeightedLeastSessions(), FakeCandidates.of("A1(1) B2(2) C3(2) D0"), 8))
                .isEqualTo("CABCCBCA");
    }

    /** IPVS: AAAAAA, the first of its list takes every session that ends before the next begins. */
    @Test
    void leastSchedulersRotateAmongEquals() {
        assertThat(still(new WeightedLeastSessions(), FakeCandidates.of("A1 B1 C1"), 6))
                .isEqualTo("ABCABC");
        assertThat(still(new WeightedLeastSessions(), FakeCandidates.of("A3 B2 C1"), 6))
                .isEqualTo("ABCABC");
        assertThat(still(new LeastSessions(), FakeCandidates.of("A1 B1 C1"), 6)).isEqualTo("ABCABC");
    }

    /** A start that only ever moved by one would give B the turns of A: BBC. */
    @Test
    void leastSchedulersDoNotDoubleTheFollowerOfABusyMember() {
        assertThat(still(new WeightedLeastSessions(), FakeCandidates.of("A1(9) B1 C1"), 6))
                .isEqualTo("BCBCBC");
    }

    @Test
    void randomDrawsAPointOnTheWeights() {
        FakeCandidates pool = FakeCandidates.of("A1 B2 C1");
        Picker picker = new RandomDraw().over(pool, ZERO);
        PrimitiveIterator.OfLong draws = LongStream.of(0, 1, 2, 3).iterator();

        String picks = Stream.generate(() -> pool.name(picker.pick(Flows.from(1), pool, draws::nextLong)))
                .limit(4)
                .collect(Collectors.joining());

        assertThat(picks).isEqualTo("ABBC");
    }

    /** Computed by an independent program from the definition of the hash. */
    @Test
    void sourceHashKeepsClientsAndMovesOnlyThoseOfTheMissing() {
        assertThat(homes(FakeCandidates.of("A1 B2 C1"))).isEqualTo("ABCCCAC");
        assertThat(homes(FakeCandidates.of("A1 B2 C1").without(1))).isEqualTo("AACCCAC");
        assertThat(homes(FakeCandidates.of("A1 B2 C1").limit(2, 0))).isEqualTo("ABABAAB");
        assertThat(homes(FakeCandidates.of("A1 B2 C1").without(0))).isEqualTo("BBCCCBC");
    }

    private static String homes(FakeCandidates pool) {
        Picker picker = new SourceHash().over(pool, ZERO);
        return Stream.of(
                        "10.0.0.1",
                        "10.0.0.2",
                        "192.168.1.1",
                        "192.168.2.1",
                        "203.0.113.7",
                        "2001:db8::1",
                        "2001:db8:0:1::1")
                .map(client -> pool.name(picker.pick(Flows.from(client), pool, ZERO)))
                .collect(Collectors.joining());
    }
}
