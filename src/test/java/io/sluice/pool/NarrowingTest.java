package io.sluice.pool;

import static io.sluice.pool.SampleMembers.alive;
import static io.sluice.pool.SampleMembers.at;
import static io.sluice.pool.SampleMembers.backup;
import static io.sluice.pool.SampleMembers.ejected;
import static io.sluice.pool.SampleMembers.failed;
import static io.sluice.pool.SampleMembers.qualified;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.BackendClass;
import io.sluice.model.BackendState;
import io.sluice.model.Objective;
import io.sluice.model.PickPolicy;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who is a candidate, and what the steps say of those who are not. */
class NarrowingTest {

    private static final PickRules ALIVE = PickRules.DEFAULT;
    private static final PickRules REFUSE = new PickRules(PickPolicy.DEFAULT, false, 0);

    @Test
    void dropsWhomNothingCanReach() {
        Narrowing narrowing = Narrowing.of(
                List.of(
                        SampleMembers.unresolved("named"),
                        alive("draining").withState(BackendState.DRAINING),
                        alive("disabled").withState(BackendState.DISABLED),
                        alive("zero").withWeight(0),
                        ejected(alive("ejected")),
                        alive("good")),
                ALIVE);

        assertThat(candidates(narrowing)).containsExactly("good");
        assertThat(IntStream.range(0, 6).mapToObj(narrowing::objection))
                .containsExactly(
                        "its name is not resolved",
                        "it is draining",
                        "it is disabled",
                        "its weight is 0",
                        "it is ejected",
                        null);
    }

    @Test
    void explainsStepByStep() {
        Member draining = alive("draining").withState(BackendState.DRAINING);
        Member spare = backup(0, alive("spare"));
        Member broken = failed("broken");
        Member good = alive("good");

        List<Narrowing.Taken> steps =
                Narrowing.of(List.of(draining, spare, broken, good), ALIVE).steps();

        assertThat(steps.stream().map(taken -> taken.step().word()))
                .containsExactly("address", "state", "weight", "ejected", "priority", "class", "best");
        assertThat(steps.get(0).kept()).containsExactly(draining, spare, broken, good);
        assertThat(steps.get(1).kept()).containsExactly(spare, broken, good);
        assertThat(steps.get(1).dropped()).containsExactly(new Narrowing.Taken.Dropped(draining, "it is draining"));
        assertThat(steps.get(4).dropped())
                .containsExactly(new Narrowing.Taken.Dropped(spare, "backends of priority 0 come first"));
        assertThat(steps.get(5).dropped())
                .containsExactly(new Narrowing.Taken.Dropped(broken, "it is failed, others are not"));
        assertThat(steps.get(6).kept()).containsExactly(good);
        assertThat(steps.get(6).dropped()).isEmpty();
    }

    @Test
    void neverEjectsTheLastThatCanBeUsed() {
        assertThat(candidates(ALIVE, ejected(alive("a")), ejected(alive("b")))).containsExactly("a", "b");
        assertThat(candidates(ALIVE, ejected(alive("a")), failed("b"))).containsExactly("a");
        assertThat(candidates(ALIVE, ejected(alive("a")), alive("b").withWeight(0)))
                .containsExactly("a");
        assertThat(candidates(REFUSE, ejected(alive("a")))).containsExactly("a");
    }

    @Test
    void opensALowerGroupOnlyWhenTheUpperHasNobody() {
        Member lower = at(1, alive("lower"));

        assertThat(candidates(ALIVE, lower, alive("a"), alive("b"))).containsExactly("a", "b");
        assertThat(candidates(ALIVE, lower, alive("a"), failed("b"))).containsExactly("a");
        assertThat(candidates(ALIVE, lower, failed("a"))).containsExactly("lower");
        assertThat(candidates(ALIVE, lower, ejected(alive("a")))).containsExactly("lower");
        assertThat(candidates(ALIVE, lower, alive("a").withState(BackendState.DRAINING)))
                .containsExactly("lower");
        assertThat(candidates(ALIVE, lower, alive("a").withWeight(0))).containsExactly("lower");
        assertThat(candidates(ALIVE, lower, SampleMembers.unresolved("a"))).containsExactly("lower");
        assertThat(candidates(ALIVE, lower, SampleMembers.of("a", BackendClass.UNKNOWN)))
                .containsExactly("a");
    }

    @Test
    void doesNotOpenALowerGroupForAFullOne() {
        Member full = alive("full").withMaxSessions(1);
        assertThat(full.backend().stats().tryOpen(1)).isTrue();

        assertThat(candidates(ALIVE, full, at(1, alive("lower")))).containsExactly("full");
    }

    @Test
    void prefersEveryoneToABackupWhateverTheNumbers() {
        Member spare = backup(0, alive("spare"));
        Member last = backup(1, alive("last"));

        assertThat(candidates(ALIVE, spare, last, at(9, alive("a")))).containsExactly("a");
        assertThat(candidates(ALIVE, spare, last, at(9, failed("a")))).containsExactly("spare");
        assertThat(candidates(ALIVE, failed("a"), backup(0, failed("spare")), last))
                .containsExactly("last");
    }

    @Test
    void fallsBackOnTheFailedByPriorityWhenNobodyIsLeft() {
        Member a = at(1, failed("a"));
        Member b = at(0, failed("b"));

        assertThat(candidates(ALIVE, a, b)).containsExactly("b");
        assertThat(candidates(ALIVE, a, b.withWeight(0))).containsExactly("a");
        assertThat(candidates(REFUSE, a, b)).isEmpty();
        assertThat(Narrowing.of(List.of(b), REFUSE).objection(0)).isEqualTo("it is failed");
    }

    @Test
    void asksTheNextClassWhenOneIsEmpty() {
        PickRules qualified = rules(Objective.QUALIFIED, true);
        Member best = qualified("best", 1);
        Member unknown = SampleMembers.of("unknown", BackendClass.UNKNOWN);

        assertThat(candidates(qualified, best, alive("a"), unknown, failed("f")))
                .containsExactly("best");
        assertThat(candidates(qualified, alive("a"), unknown, failed("f"))).containsExactly("a", "unknown");
        assertThat(candidates(qualified, unknown, failed("f"))).containsExactly("unknown");
        assertThat(candidates(qualified, failed("f"))).containsExactly("f");
        assertThat(candidates(rules(Objective.QUALIFIED, false), failed("f"))).isEmpty();
        assertThat(candidates(ALIVE, best, alive("a"), unknown, failed("f"))).containsExactly("best", "a", "unknown");
    }

    @Test
    void ranksTheCandidatesOfARankedObjective() {
        PickPolicy two = new PickPolicy(Objective.LEASTPING, Duration.ZERO, 0, 2, List.of());
        List<Member> members = List.of(qualified("c", 30), qualified("a", 10), alive("x"), qualified("b", 20));

        Narrowing narrowing = Narrowing.of(members, new PickRules(two, true, 1));

        assertThat(candidates(narrowing)).containsExactly("a", "b");
        assertThat(narrowing.rank(1)).isLessThan(narrowing.rank(3));
        assertThat(narrowing.objection(0)).isEqualTo("it is not among the 2 best by the mean of its times");
        assertThat(narrowing.objection(2)).isEqualTo("it is alive, others are qualified");
    }

    @Test
    void hasNothingToSayOfAnEmptyPool() {
        Narrowing narrowing = Narrowing.of(List.of(), ALIVE);

        assertThat(narrowing.candidateCount()).isZero();
        assertThat(narrowing.steps())
                .allSatisfy(taken -> assertThat(taken.dropped()).isEmpty());
    }

    private static PickRules rules(Objective objective, boolean cascades) {
        return new PickRules(new PickPolicy(objective, Duration.ZERO, 0, 1, List.of()), cascades, 0);
    }

    private static List<String> candidates(PickRules rules, Member... members) {
        return candidates(Narrowing.of(List.of(members), rules));
    }

    private static List<String> candidates(Narrowing narrowing) {
        return IntStream.range(0, narrowing.members().size())
                .filter(narrowing::isCandidate)
                .mapToObj(index -> narrowing.members().get(index).backend().name())
                .toList();
    }
}
