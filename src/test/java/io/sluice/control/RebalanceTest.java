package io.sluice.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.balance.Scheduler;
import io.sluice.balance.Sticky;
import io.sluice.balance.WeightedLeastSessions;
import io.sluice.control.RebalanceAnswer.InVain;
import io.sluice.control.RebalanceAnswer.NoPool;
import io.sluice.control.RebalanceAnswer.Planned;
import io.sluice.control.RebalancePlan.Part;
import io.sluice.model.BackendState;
import io.sluice.pool.Backend;
import io.sluice.topology.PoolSpec;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a rebalance ends, and when it is over. */
class RebalanceTest {

    private final ManualAgenda agenda = new ManualAgenda();
    private final FakeSessions sessions = new FakeSessions(agenda);
    private final Rebalances rebalances = new Rebalances(sessions.means());
    private final PoolController pool = pool(new WeightedLeastSessions());

    private PoolController pool(Scheduler scheduler) {
        return new PoolController(
                PoolSpec.of(
                        "app",
                        scheduler,
                        List.of(
                                FakeSessions.spec("b1", 1, 1),
                                FakeSessions.spec("b2", 2, 1),
                                FakeSessions.spec("b3", 3, 2))),
                agenda,
                new SplittableRandom(1),
                backend -> {
                    throw new AssertionError("sessions of " + backend + " are kept");
                },
                happening -> {});
    }

    private Backend backend(int index) {
        return pool.pool().snapshot().members().get(index).backend();
    }

    private RebalanceAnswer command(PoolController of, int perSecond) {
        CompletableFuture<RebalanceAnswer> answer = rebalances.replace(of, perSecond);
        agenda.turn();
        assertThat(answer).isCompleted();
        return answer.join();
    }

    private List<Part> planned(int perSecond) {
        RebalancePlan plan = ((Planned) command(pool, perSecond)).plan();
        assertThat(plan.pool()).isEqualTo("app");
        assertThat(plan.perSecond()).isEqualTo(perSecond);
        return plan.parts();
    }

    @Test
    void endsTheOldestOfThoseThatHaveMoreThanTheirShare() {
        sessions.begin(backend(0), 60);
        agenda.pass(10);
        sessions.begin(backend(1), 40);

        assertThat(planned(10)).containsExactly(new Part("b1", 60, 25), new Part("b2", 40, 25));
        agenda.pass(10_000);

        assertThat(sessions.ended()).hasSize(50);
        assertThat(sessions.ended())
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.concat(LongStream.rangeClosed(1, 35), LongStream.rangeClosed(61, 75))
                                .boxed()
                                .toList());
        assertThat(sessions.told())
                .containsExactly(
                        "null>rebalance command: rate 10/s, 50 sessions of 2 backends",
                        "rebalance>null done: ended 50 sessions");
        assertThat(agenda.isIdle()).isTrue();
    }

    @Test
    void neverEndsMoreThanWasPlannedThoughClientsComeBackToTheSameBackend() {
        sessions.begin(backend(0), 40);
        assertThat(planned(100)).containsExactly(new Part("b1", 40, 10));

        for (int i = 0; i < 100; i++) {
            int before = sessions.ended().size();
            agenda.pass(100);
            sessions.begin(backend(0), sessions.ended().size() - before);
        }

        assertThat(sessions.ended()).hasSize(30);
        assertThat(sessions.told()).last().isEqualTo("rebalance>null done: ended 30 sessions");
        assertThat(agenda.isIdle()).isTrue();
    }

    @Test
    void leavesABackendAloneThatHasComeDownToItsShare() {
        sessions.begin(backend(0), 40);
        sessions.begin(backend(1), 10);
        sessions.begin(backend(2), 30);
        assertThat(planned(10)).containsExactly(new Part("b1", 40, 20));
        agenda.pass(550);
        int before = sessions.ended().size();

        LongStream.rangeClosed(16, 40).forEach(sessions::leave);
        agenda.pass(3_000);

        assertThat(sessions.ended()).hasSize(before);
        assertThat(sessions.told()).last().isEqualTo("rebalance>null done: ended " + before + " sessions");
    }

    @Test
    void countsCandidatesOnly() {
        pool.state("b3", BackendState.DRAINING);
        agenda.turn();
        sessions.begin(backend(0), 10);
        sessions.begin(backend(1), 10);
        sessions.begin(backend(2), 50);

        assertThat(planned(10)).isEmpty();
        assertThat(sessions.told()).isEmpty();
        assertThat(agenda.isIdle()).isTrue();
    }

    @Test
    void leavesABackendAloneThatIsNoCandidateAnyMore() {
        sessions.begin(backend(0), 400);
        assertThat(planned(100)).hasSize(1);
        agenda.pass(500);

        pool.state("b1", BackendState.DRAINING);
        agenda.pass(10_000);

        assertThat(sessions.ended().size()).as("those that were known already").isLessThanOrEqualTo(125);
        assertThat(sessions.told()).last().asString().startsWith("rebalance>null done: ");
    }

    @Test
    void isReplacedAndStopped() {
        sessions.begin(backend(0), 100);
        planned(10);
        planned(20);
        agenda.pass(1_000);
        int before = sessions.ended().size();
        assertThat(before).as("not the rate of both").isBetween(16, 20);

        assertThat(rebalances.stop("app", "stopped")).isTrue();
        assertThat(rebalances.stop("app", "stopped")).isFalse();
        assertThat(rebalances.stop("nope", "stopped")).isFalse();
        agenda.pass(5_000);

        assertThat(sessions.ended()).hasSize(before);
        assertThat(sessions.told())
                .containsExactly(
                        "null>rebalance command: rate 10/s, 75 sessions of 1 backends",
                        "rebalance>null replaced: ended 0 sessions",
                        "null>rebalance command: rate 20/s, 75 sessions of 1 backends",
                        "rebalance>null stopped: ended " + before + " sessions");
    }

    @Test
    void stopsWithItsPoolAndWithTheProcess() {
        sessions.begin(backend(0), 100);
        planned(10);
        pool.close(new Departed());
        rebalances.review();
        assertThat(sessions.told()).last().isEqualTo("rebalance>null removed: ended 0 sessions");
        assertThat(command(pool, 10)).isEqualTo(new NoPool());

        rebalances.close();
        assertThat(command(pool(new WeightedLeastSessions()), 10)).isEqualTo(new InVain("the process is draining"));
    }

    @Test
    void isRefusedWhereItWouldMoveNobody() {
        Scheduler sticky = new Sticky();

        assertThat(command(pool(sticky), 10)).isInstanceOfSatisfying(InVain.class, inVain -> assertThat(inVain.reason())
                .isEqualTo("pool app has the scheduler sticky, which goes by the client or by the order of the"
                        + " backends: clients would come back to the same backend"));
    }
}
