package io.sluice.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.balance.Scheduler;
import io.sluice.balance.Schedulers;
import io.sluice.testing.GivenOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the schedulers that measure or remember do under load, where it differs from what those without a memory do. */
class MemorySchedulersSimulationTest {

    private static final Distribution SHORT = new Distribution.Exponential(Duration.ofMillis(300));
    private static final Clients CLIENTS = new Clients(2_000, 2_000);
    private static final int SEEDS = 5;

    @ParameterizedTest
    @ValueSource(strings = {"p2c-ewma", "least-time"})
    void theQuickToConnectGetMore(String name) {
        List<SyntheticBackend> backends =
                List.of(connecting("slow", 400), connecting("quick", 10), connecting("fair", 100));

        assertQuickGetMore(name, scheduler(name, "connect"), backends);
    }

    /** They are all connected at once, so that nothing but the first byte tells them apart. */
    @ParameterizedTest
    @ValueSource(strings = {"p2c-ewma", "least-time"})
    void theQuickToAnswerGetMore(String name) {
        List<SyntheticBackend> backends = List.of(answering("slow", 200), answering("quick", 5), answering("fair", 50));

        assertQuickGetMore(name, scheduler(name, "first-byte"), backends);
    }

    private static void assertQuickGetMore(String name, Scheduler scheduler, List<SyntheticBackend> backends) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Report report =
                    Simulation.run(scheduler, new Scenario(backends, Load.poisson(6_000, 20, SHORT, CLIENTS), seed));
            int slow = report.backends().get(0).sessions();
            int quick = report.backends().get(1).sessions();
            int fair = report.backends().get(2).sessions();

            assertThat(quick)
                    .as("%s seed %d: %s", name, seed, report.backends())
                    .isGreaterThan(2 * fair);
            assertThat(fair).as("%s seed %d: %s", name, seed, report.backends()).isGreaterThan(slow);
            assertThat(slow).as("%s seed %d: tried again", name, seed).isGreaterThan(5);
        }
    }

    /** It takes 2 s to say how slow it is. Meanwhile 200 sessions come, and under a rule that believes in it they all go there. */
    @ParameterizedTest
    @ValueSource(strings = {"p2c-ewma", "least-time"})
    void nobodyHerdsOnANewcomer(String name) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Scenario scenario = new Scenario(
                    List.of(connecting("a", 30), connecting("b", 30), connecting("c", 30)),
                    Load.poisson(4_000, 100, SHORT, CLIENTS),
                    List.of(new Change.Added(Duration.ofSeconds(10), connecting("new", 2_000))),
                    seed);

            BackendReport newcomer = Simulation.run(scheduler(name, "connect"), scenario)
                    .backends()
                    .get(3);

            assertThat(newcomer.sessions()).as("seed %d", seed).isPositive();
            assertThat(newcomer.peak()).as("seed %d", seed).isLessThanOrEqualTo(3);
        }
    }

    @Test
    void stickyChangesWhenItMustAndNotBack() {
        Load load = Load.steady(4_000, 100, SHORT, CLIENTS);
        List<SyntheticBackend> backends =
                List.of(new SyntheticBackend("a", 1), new SyntheticBackend("b", 9), new SyntheticBackend("c", 1));

        Report report = Simulation.run(
                scheduler("sticky"),
                new Scenario(
                        backends,
                        load,
                        List.of(
                                new Change.Weighed(Duration.ofSeconds(5), "b", 100),
                                new Change.Failed(Duration.ofSeconds(10), "a"),
                                new Change.Recovered(Duration.ofSeconds(15), "a"),
                                new Change.Removed(Duration.ofSeconds(20), "a"),
                                new Change.Added(Duration.ofSeconds(25), new SyntheticBackend("d", 100)),
                                new Change.Weighed(Duration.ofSeconds(30), "b", 0)),
                        1));

        assertThat(report.backends().stream().map(BackendReport::sessions))
                .containsExactly(999, 2_000, 1_001, 0); // the first comes after a gap, and what happens goes before
        assertThat(report.refused()).isZero();
    }

    /** No backend comes near its weight: whoever moves has lost its backend, and nobody else does, nor returns. */
    @Test
    void anAddressMovesOnlyWhenItHasLostItsBackend() {
        assertOnlyTheLostMove(
                scheduler("lblc"),
                new Change.Weighed(Duration.ofSeconds(20), "a", 900),
                new Change.Failed(Duration.ofSeconds(40), "b"),
                new Change.Recovered(Duration.ofSeconds(60), "b"),
                new Change.Added(Duration.ofSeconds(80), new SyntheticBackend("d", 400)));
    }

    /** One that recovers is in the sets still, and serves again, so here it is removed for good. */
    @Test
    void aSetMovesOnlyWhenItHasLostItsBackend() {
        assertOnlyTheLostMove(
                scheduler("lblcr"),
                new Change.Weighed(Duration.ofSeconds(20), "a", 900),
                new Change.Removed(Duration.ofSeconds(40), "b"),
                new Change.Added(Duration.ofSeconds(80), new SyntheticBackend("d", 400)));
    }

    private static void assertOnlyTheLostMove(Scheduler scheduler, Change... changes) {
        List<SyntheticBackend> backends =
                List.of(new SyntheticBackend("a", 500), new SyntheticBackend("b", 300), new SyntheticBackend("c", 200));
        Load load = Load.poisson(24_000, 200, SHORT, CLIENTS);
        for (long seed = 1; seed <= SEEDS; seed++) {
            Moves moves = Simulation.run(scheduler, new Scenario(backends, load, List.of(changes), seed))
                    .moves();

            assertThat(moves.necessary()).as("seed %d", seed).isBetween(300, 1_100); // b had some 600 of 2,000
            assertThat(moves.unnecessary() + moves.unprompted())
                    .as("seed %d", seed)
                    .isZero();
        }
    }

    /** One address for all: 30 sessions at a time, where one backend serves 20 well. Without a limit one alone would hold them. */
    @ParameterizedTest
    @ValueSource(strings = {"lblc", "lblcr"})
    void overloadMovesAnAddress(String name) {
        List<SyntheticBackend> backends = List.of(new SyntheticBackend("a", 20), new SyntheticBackend("b", 20));
        Load load = Load.steady(
                3_000, 30, new Distribution.Constant(Duration.ofMillis(999)), new Clients(100)); // 30 at a time
        for (long seed = 1; seed <= SEEDS; seed++) {
            Report report = Simulation.run(scheduler(name), new Scenario(backends, load, seed));

            assertThat(report.peak()).as("seed %d", seed).isBetween(20, 22);
            assertThat(report.backends()).as("seed %d", seed).allSatisfy(backend -> assertThat(backend.sessions())
                    .isGreaterThan(1_000));
        }
    }

    private static SyntheticBackend connecting(String name, int millis) {
        return new SyntheticBackend(name, 10, 0, new Distribution.Constant(Duration.ofMillis(millis)));
    }

    private static SyntheticBackend answering(String name, int millis) {
        return new SyntheticBackend(
                name, 10, 0, Distribution.NONE, new Distribution.Constant(Duration.ofMillis(millis)));
    }

    private static Scheduler scheduler(String name) {
        return Objects.requireNonNull(Schedulers.create(name, GivenOptions.NONE), name);
    }

    private static Scheduler scheduler(String name, String of) {
        return Objects.requireNonNull(Schedulers.create(name, GivenOptions.of(Map.of("of", of))), name);
    }
}
