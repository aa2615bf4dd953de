package io.sluice.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sluice.balance.Candidates;
import io.sluice.balance.FirstFit;
import io.sluice.balance.Picker;
import io.sluice.balance.RandomDraw;
import io.sluice.balance.RoundRobin;
import io.sluice.balance.Scheduler;
import io.sluice.balance.SmoothWeighted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The bench itself: what it counts, on loads small enough to be worked out by hand. */
class SimulationTest {

    private static final Clients MANY = new Clients(1000);
    private static final Distribution SECOND = new Distribution.Constant(Duration.ofSeconds(1));
    private static final Distribution SHORT = new Distribution.Constant(Duration.ofMillis(1));

    @Test
    void countsSessionsAgainstWeights() {
        Report report = Simulation.run(new RoundRobin(), scenario(Load.steady(80, 10, SHORT, MANY), "a", 3, "b", 1));

        assertThat(report.sessions()).isEqualTo(80);
        assertThat(report.backends().get(0).sessions()).isEqualTo(40);
        assertThat(report.backends().get(0).expected()).isEqualTo(60);
        assertThat(report.greatestDeviation()).isEqualTo(20);
        assertThat(report.chiSquare()).isEqualTo(400.0 / 60 + 400.0 / 20);
        assertThat(report.length()).isEqualTo(Duration.ofSeconds(8));
    }

    /** Four a second, each for a second: the fifth begins as the first ends. */
    @Test
    void countsTheSessionsThatAreOpen() {
        Report report = Simulation.run(new FirstFit(), scenario(Load.steady(100, 4, SECOND, MANY), "a", 2));

        assertThat(report.peak()).isEqualTo(4);
        assertThat(report.peakPerWeight()).isEqualTo(2);
        assertThat(report.backends().get(0).mean()).isCloseTo(4, within(0.2));
    }

    /** Little's law: the mean number of sessions is the rate of arrivals times their mean length. */
    @Test
    void holdsAsManySessionsAsRateAndLengthSay() {
        Distribution lengths = new Distribution.Exponential(Duration.ofSeconds(3));

        Report report =
                Simulation.run(new RandomDraw(), scenario(Load.poisson(50_000, 20, lengths, MANY), "a", 1, "b", 2));

        assertThat(report.mean()).isCloseTo(60, within(2.0));
        assertThat(report.length().toSeconds()).isBetween(2_450L, 2_550L);
        assertThat(report.backends().get(1).mean()).isCloseTo(40, within(2.0));
    }

    @Test
    void aHeavyTailHasItsMeanAndItsEnd() {
        Distribution tail = new Distribution.HeavyTailed(Duration.ofMillis(100), 1.5, Duration.ofSeconds(60));
        double sum = 0;
        for (int i = 0; i < 100_000; i++) {
            sum += tail.nanos((i + 0.5) / 100_000);
        }

        assertThat(sum / 100_000 / 1e9).isCloseTo(0.29, within(0.01));
        assertThat(tail.nanos(0)).isEqualTo(100_000_000);
        assertThat(tail.nanos(0.999_999_9)).isEqualTo(60_000_000_000L);
    }

    @Test
    void aConnectHoldsItsPlace() {
        SyntheticBackend slow = new SyntheticBackend("a", 1, 0, SECOND);

        Report report =
                Simulation.run(new FirstFit(), new Scenario(List.of(slow), Load.steady(100, 4, SECOND, MANY), 1));

        assertThat(report.peak()).isEqualTo(8);
    }

    @Test
    void refusesWhatNobodyCanTake() {
        SyntheticBackend small = new SyntheticBackend("a", 1, 2, Distribution.NONE);

        Report report =
                Simulation.run(new FirstFit(), new Scenario(List.of(small), Load.steady(100, 4, SECOND, MANY), 1));

        assertThat(report.refused()).isEqualTo(50);
        assertThat(report.sessions()).isEqualTo(50);
        assertThat(report.peak()).isEqualTo(2);
    }

    /** Two a second in turn: it has five, loses them, is out while five more come, and comes back empty. */
    @Test
    void aFailedBackendLosesItsSessions() {
        Distribution endless = new Distribution.Constant(Duration.ofHours(1));
        Report report = Simulation.run(
                new RoundRobin(),
                new Scenario(
                        List.of(new SyntheticBackend("a", 1), new SyntheticBackend("b", 1)),
                        Load.steady(20, 2, endless, MANY),
                        List.of(
                                new Change.Recovered(Duration.ofMillis(7_750), "a"),
                                new Change.Failed(Duration.ofMillis(5_250), "a")),
                        1));

        BackendReport failed = report.backends().get(0);
        assertThat(failed.sessions()).isBetween(7, 8);
        assertThat(failed.expected()).isEqualTo(7.5);
        assertThat(failed.peak()).isEqualTo(5);
        assertThat(report.backends().get(1).peak())
                .isEqualTo(report.backends().get(1).sessions());
    }

    @Test
    void followsAdditionsRemovalsAndWeights() {
        Report report = Simulation.run(
                new SmoothWeighted(),
                new Scenario(
                        List.of(new SyntheticBackend("a", 1), new SyntheticBackend("b", 1)),
                        Load.steady(240, 10, SHORT, MANY),
                        List.of(
                                new Change.Added(Duration.ofMillis(6_050), new SyntheticBackend("c", 1)),
                                new Change.Weighed(Duration.ofMillis(12_050), "a", 4),
                                new Change.Removed(Duration.ofMillis(18_050), "b")),
                        1));

        assertThat(report.backends()).extracting(BackendReport::expected).containsExactly(138.0, 60.0, 42.0);
        assertThat(report.backends()).extracting(BackendReport::sessions).containsExactly(138, 60, 42);
        assertThat(report.backends().get(0).weight()).isEqualTo(4);
    }

    @Test
    void tellsNecessaryMovesFromOthers() {
        Load one = Load.steady(40, 10, SHORT, new Clients(1));
        List<Change> changes = List.of(
                new Change.Added(Duration.ofMillis(1_050), new SyntheticBackend("c", 5)),
                new Change.Failed(Duration.ofMillis(2_050), "c"),
                new Change.Weighed(Duration.ofMillis(3_050), "a", 2));
        List<SyntheticBackend> two = List.of(new SyntheticBackend("a", 1), new SyntheticBackend("b", 1));

        // To the new one, away from it, to the one that is heavier now; then to and fro for no reason, but for the
        // last.
        assertThat(Simulation.run(new Scripted("bcba"), new Scenario(two, one, changes, 1))
                        .moves())
                .isEqualTo(new Moves(3, 3, 0, 0));
        assertThat(Simulation.run(new Scripted("baba"), new Scenario(two, one, changes, 1))
                        .moves())
                .isEqualTo(new Moves(3, 1, 2, 0));
        assertThat(Simulation.run(new RoundRobin(), new Scenario(two, one, 1)).moves())
                .isEqualTo(new Moves(0, 0, 0, 39));
    }

    @Test
    void anotherSeedIsAnotherRun() {
        Load load = Load.poisson(1000, 10, new Distribution.Exponential(Duration.ofSeconds(1)), MANY);
        List<SyntheticBackend> two = List.of(new SyntheticBackend("a", 1), new SyntheticBackend("b", 1));

        assertThat(Simulation.run(new RandomDraw(), new Scenario(two, load, 1)))
                .isNotEqualTo(Simulation.run(new RandomDraw(), new Scenario(two, load, 2)));
    }

    @Test
    void namesWhatIsWrongWithAScenario() {
        Load load = Load.steady(10, 10, SHORT, MANY);
        List<SyntheticBackend> one = List.of(new SyntheticBackend("a", 1));
        List<Change> unknown = List.of(new Change.Failed(Duration.ZERO, "x"));
        List<Change> twice = List.of(new Change.Added(Duration.ZERO, new SyntheticBackend("a", 1)));

        assertThatThrownBy(() -> Simulation.run(new RoundRobin(), new Scenario(one, load, unknown, 1)))
                .hasMessageContaining("no backend named x");
        assertThatThrownBy(() -> Simulation.run(new RoundRobin(), new Scenario(one, load, twice, 1)))
                .hasMessageContaining("two backends named a");
    }

    @Test
    void catchesAPickThatIsNotAllowed() {
        Scenario drained = scenario(Load.steady(1, 10, SHORT, MANY), "a", 0);

        assertThatThrownBy(() -> Simulation.run(new Scripted("a"), drained)).isInstanceOf(IllegalStateException.class);
    }

    private static Scenario scenario(Load load, Object... namesAndWeights) {
        List<SyntheticBackend> backends = new ArrayList<>();
        for (int i = 0; i < namesAndWeights.length; i += 2) {
            backends.add(new SyntheticBackend((String) namesAndWeights[i], (Integer) namesAndWeights[i + 1]));
        }
        return new Scenario(backends, load, 1);
    }

    /** Always the backend of this letter, the next letter after each change. */
    private static final class Scripted implements Scheduler {

        private final String letters;
        private int builds;

        Scripted(String letters) {
            this.letters = letters;
        }

        @Override
        public String name() {
            return "scripted";
        }

        @Override
        public Picker over(Candidates candidates, RandomGenerator random) {
            int index = letters.charAt(builds++) - 'a';
            return (flow, admission, draws) -> index;
        }
    }
}
