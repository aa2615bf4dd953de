package io.sluice.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.health.Rounds.Decision;
import io.sluice.health.Rounds.Report;
import io.sluice.model.ProbeReason;
import io.sluice.model.ProbeResult;
import org.junit.jupiter.api.Test;

class RoundsTest {

    private final Rounds alone = new Rounds(false);
    private final Rounds asking = new Rounds(true);

    @Test
    void countsEveryFailureOfTheOnlyBackend() {
        alone.join("a");

        for (int i = 0; i < 10; i++) {
            assertThat(fail(alone, "a").counted()).hasSize(1);
        }
    }

    @Test
    void holdsAFailureUntilSomebodySucceeds() {
        join(asking, "a", "b", "c");

        assertThat(fail(asking, "a").counted()).isEmpty();
        assertThat(fail(asking, "b").counted()).isEmpty();
        assertThat(succeed(asking, "c").counted()).extracting(Report::backend).containsExactly("a", "b", "c");
    }

    @Test
    void countsAFailureAtOnceAfterASuccessOfTheRound() {
        join(asking, "a", "b", "c");
        succeed(asking, "a");

        assertThat(fail(asking, "b").counted()).hasSize(1);
        assertThat(fail(asking, "c").counted()).hasSize(1);
    }

    @Test
    void beginsANewRoundWhenEverybodyHasReported() {
        join(asking, "a", "b");
        succeed(asking, "a");
        fail(asking, "b");

        assertThat(fail(asking, "b").counted()).isEmpty();
    }

    @Test
    void countsEveryFailureAtOnceWithoutAReference() {
        join(alone, "a", "b");

        for (int round = 0; round < 10; round++) {
            assertThat(round(alone).counted()).hasSize(1);
        }
        assertThat(alone.discardedInARow()).isZero();
    }

    @Test
    void discardsNoMoreThanThreeRoundsInARow() {
        join(asking, "a", "b");
        for (int round = 1; round <= Rounds.MOST_DISCARDED; round++) {
            discardRound();
        }

        for (int round = 0; round < 10; round++) {
            assertThat(round(asking).counted()).hasSize(2);
        }

        succeed(asking, "a");
        succeed(asking, "b");
        discardRound();
    }

    private void discardRound() {
        assertThat(round(asking).asks()).isTrue();
        assertThat(asking.referenceFailed().discarded()).hasSize(2);
    }

    @Test
    void asksTheReferenceWhenEverybodyHasFailed() {
        join(asking, "a", "b");
        assertThat(fail(asking, "a").asks()).isFalse();

        Decision decision = fail(asking, "b");

        assertThat(decision.asks()).isTrue();
        assertThat(decision.counted()).isEmpty();
        assertThat(decision.discarded()).isEmpty();
    }

    @Test
    void countsTheRoundWhenTheReferenceAnswers() {
        join(asking, "a", "b");
        round(asking);

        assertThat(asking.referenceAnswered().counted()).hasSize(2);
        assertThat(asking.discardedInARow()).isZero();
    }

    @Test
    void countsEveryFailureOfTheOnlyBackendWithAReferenceToo() {
        asking.join("a");

        assertThat(fail(asking, "a").counted()).hasSize(1);
    }

    @Test
    void discardsTheRoundWhenTheReferenceFailsToo() {
        join(asking, "a", "b");
        for (int round = 1; round <= Rounds.MOST_DISCARDED; round++) {
            assertThat(round(asking).asks()).isTrue();
            assertThat(asking.referenceFailed().discarded()).hasSize(2);
            assertThat(asking.discardedInARow()).isEqualTo(round);
        }

        assertThat(round(asking).asks()).isFalse();
    }

    @Test
    void countsEverythingInOrderWhenSomebodySucceedsBeforeTheReferenceAnswers() {
        join(asking, "a", "b");
        round(asking);
        fail(asking, "b");

        assertThat(succeed(asking, "a").counted()).extracting(Report::backend).containsExactly("a", "b", "b", "a");
        assertThat(asking.referenceFailed().discarded()).as("late").isEmpty();
        assertThat(asking.referenceAnswered().counted()).as("late").isEmpty();
    }

    @Test
    void suspectsNothingWhenSomebodyCouldNotBeAsked() {
        join(asking, "a", "b");
        assertThat(fail(asking, "a").counted()).isEmpty();

        assertThat(take(asking, "b", ProbeReason.LOCAL).counted())
                .extracting(Report::backend)
                .containsExactly("a", "b");
    }

    @Test
    void holdsNoMoreThanItMustWhileSomebodyDoesNotReport() {
        join(asking, "a", "b");

        int counted = 0;
        for (int i = 0; i < 1_000; i++) {
            counted += fail(asking, "a").counted().size();
        }

        assertThat(counted).isGreaterThan(980);
    }

    @Test
    void forgetsWhoLeaves() {
        join(asking, "a", "b", "c");
        fail(asking, "a");
        fail(asking, "b");

        assertThat(asking.leave("c").asks())
                .as("the round is complete without it")
                .isTrue();
        assertThat(asking.leave("b").counted())
                .as("the only one left is judged at once")
                .extracting(Report::backend)
                .containsExactly("a");
    }

    private static void join(Rounds rounds, String... backends) {
        for (String backend : backends) {
            rounds.join(backend);
        }
    }

    /** The backends a and b fail. */
    private static Decision round(Rounds rounds) {
        fail(rounds, "a");
        return fail(rounds, "b");
    }

    private static Decision succeed(Rounds rounds, String backend) {
        return take(rounds, backend, ProbeReason.OK);
    }

    private static Decision fail(Rounds rounds, String backend) {
        return take(rounds, backend, ProbeReason.TIMEOUT);
    }

    private static Decision take(Rounds rounds, String backend, ProbeReason reason) {
        return rounds.take(new Report(backend, new ProbeResult(0, 1, reason, "")));
    }
}
