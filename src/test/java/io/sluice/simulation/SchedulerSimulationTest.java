package io.sluice.simulation;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.balance.Scheduler;
import io.sluice.balance.Schedulers;
import io.sluice.testing.GivenOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each scheduler of the registry does to its backends and clients under load. A new one needs an expectation here. */
class SchedulerSimulationTest {

    private static final int[] WEIGHTS = {5, 3, 2, 1, 1};
    private static final int SUM = IntStream.of(WEIGHTS).sum();
    private static final int HEAVIEST = 5;
    private static final int SESSIONS = 24_000;

    /** 200 a second for 1 s: about 200 open sessions, a few of them for a minute. */
    private static final List<Distribution> LENGTHS = List.of(
            new Distribution.Constant(Duration.ofSeconds(1)),
            new Distribution.Exponential(Duration.ofSeconds(1)),
            new Distribution.HeavyTailed(Duration.ofMillis(200), 1.25, Duration.ofMinutes(1)));

    /** How sessions are shared by weight, in sessions of {@value #SESSIONS}: how far a backend may be from what it is entitled to. */
    private static final Map<String, Double> DEVIATIONS = Map.ofEntries(
            entry("swrr", 0.0),
            entry("wrr", 0.0),
            entry("static-rr", 0.0),
            entry("wlc", 500.0), // what is open is shared, and a backend with long sessions gets fewer
            entry("sed", 500.0),
            entry("nq", 500.0),
            entry("p2c", 500.0),
            entry("p2c-ewma", 500.0), // all are equally quick here
            entry("least-time", 500.0),
            entry("lblc", 700.0), // an address stays, whatever its sessions are worth: as for those that hash
            entry("lblcr", 700.0),
            entry("random", 382.0), // five standard deviations
            entry("ip-hash", 500.0), // 4,000 clients with six sessions each: a standard deviation is 190
            entry("dh", 500.0),
            entry("maglev", 500.0),
            entry("hrw", 500.0),
            entry("ring", 1_200.0)); // its pieces are uneven

    /** Those that share equally, whatever the weights. */
    private static final Map<String, Double> UNWEIGHTED = Map.of("rr", 0.0, "lc", 500.0);

    /** Those that fill one backend after the other. */
    private static final Set<String> ORDERED = Set.of("first", "failover", "overflow", "sticky");

    /**
     * How far a picked backend may be above its share of the open sessions, whatever their lengths. Exact where the least is taken: with
     * a_i / w_i the least, a_i is no more than its share; with (a_i + 1) / w_i the least, no more than w_i (A + n) / W - 1.
     */
    private static final Map<String, Double> LEADS = Map.ofEntries(
            entry("lc", 1.0),
            entry("wlc", 1.0),
            entry("sed", (double) HEAVIEST * WEIGHTS.length / SUM),
            entry("nq", (double) HEAVIEST * WEIGHTS.length / SUM),
            entry("least-time", (double) HEAVIEST * WEIGHTS.length / SUM), // equally quick, it is sed
            entry("p2c", 12.0), // measured: 9.1
            entry("p2c-ewma", 12.0));

    /** Those that know their clients, and what share of the returning ones they may move without need when a backend is added. */
    private static final Map<String, Double> CONSISTENT =
            Map.of("hrw", 0.0, "ring", 0.0, "maglev", 0.02, "ip-hash", 1.0, "dh", 1.0);

    @ParameterizedTest
    @MethodSource("rules")
    void everySchedulerHasAnExpectation(String name) {
        assertThat(DEVIATIONS.containsKey(name) || UNWEIGHTED.containsKey(name) || ORDERED.contains(name))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theSameSeedGivesTheSameReport(String name) {
        for (long seed = 1; seed <= 3; seed++) {
            Scenario scenario = troubled(seed);

            assertThat(Simulation.run(scheduler(name), scenario))
                    .as("%s seed %d", name, seed)
                    .isEqualTo(Simulation.run(scheduler(name), scenario));
        }
    }

    /** The bench itself refuses a pick that is not allowed. */
    @ParameterizedTest
    @MethodSource("rules")
    void nobodyIsOverfilledOrForgotten(String name) {
        for (long seed = 1; seed <= 5; seed++) {
            Report report = Simulation.run(scheduler(name), troubled(seed));

            assertThat(report.sessions() + report.refused()).as("seed %d", seed).isEqualTo(3_000);
            assertThat(report.backends().get(1).peak()).as("seed %d", seed).isLessThanOrEqualTo(30);
            assertThat(report.refused() == 0 || name.equals("overflow"))
                    .as("seed %d: %d refused", seed, report.refused())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("weighted")
    void sharesFollowTheWeights(String name) {
        for (Distribution lengths : LENGTHS) {
            for (long seed = 1; seed <= 3; seed++) {
                Report report = Simulation.run(scheduler(name), busy(WEIGHTS, lengths, seed));

                assertThat(report.greatestDeviation())
                        .as("%s %s seed %d", name, lengths, seed)
                        .isLessThanOrEqualTo(DEVIATIONS.get(name));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("unweighted")
    void sharesAreEqualWhereWeightsDoNotCount(String name) {
        for (Distribution lengths : LENGTHS) {
            for (long seed = 1; seed <= 3; seed++) {
                Report report = Simulation.run(scheduler(name), busy(WEIGHTS, lengths, seed));

                for (BackendReport backend : report.backends()) {
                    assertThat(Math.abs(backend.sessions() - (double) SESSIONS / WEIGHTS.length))
                            .as("%s %s seed %d: %s", name, lengths, seed, backend)
                            .isLessThanOrEqualTo(UNWEIGHTED.get(name));
                }
            }
        }
    }

    /** The bounds of the rules hold at every pick, however long sessions are: whoever is picked had the least. */
    @ParameterizedTest
    @MethodSource("even")
    void nobodyRunsAhead(String name) {
        int[] weights = UNWEIGHTED.containsKey(name) ? new int[] {1, 1, 1, 1, 1} : WEIGHTS;
        for (Distribution lengths : LENGTHS) {
            for (long seed = 1; seed <= 3; seed++) {
                Report report = Simulation.run(scheduler(name), busy(weights, lengths, seed));

                assertThat(report.lead())
                        .as("%s %s seed %d", name, lengths, seed)
                        .isLessThanOrEqualTo(Objects.requireNonNull(LEADS.get(name), name) + 1e-9);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("consistent")
    void clientsMoveOnlyWhenTheyMust(String name) {
        for (long seed = 1; seed <= 3; seed++) {
            Moves failed = Simulation.run(
                            scheduler(name),
                            changing(
                                    seed,
                                    new Change.Failed(Duration.ofSeconds(30), "b1"),
                                    new Change.Recovered(Duration.ofSeconds(60), "b1")))
                    .moves();
            Moves added = Simulation.run(
                            scheduler(name),
                            changing(seed, new Change.Added(Duration.ofSeconds(60), new SyntheticBackend("b9", 3))))
                    .moves();

            assertThat(failed.necessary()).as("seed %d", seed).isPositive();
            assertThat(failed.unnecessary() + failed.unprompted())
                    .as("seed %d", seed)
                    .isZero();
            assertThat(added.necessary()).as("seed %d", seed).isPositive();
            assertThat((double) added.unnecessary() / added.returned())
                    .as("seed %d", seed)
                    .isLessThanOrEqualTo(CONSISTENT.get(name));
            assertThat(added.unprompted()).as("seed %d", seed).isZero();
        }
    }

    /** In the order of the configuration, or of the weights: one holds sessions only when those before it are full. */
    @Test
    void theOrderedFillOneAfterTheOther() {
        List<SyntheticBackend> backends = List.of(
                new SyntheticBackend("a", 20, 20, Distribution.NONE),
                new SyntheticBackend("b", 30, 30, Distribution.NONE),
                new SyntheticBackend("c", 10, 10, Distribution.NONE));
        Load light = Load.steady(2_000, 40, LENGTHS.get(0), new Clients(100));
        Load heavy = Load.steady(2_000, 80, LENGTHS.get(0), new Clients(100));

        assertThat(peaks("first", backends, light)).containsExactly(20, 20, 0);
        assertThat(peaks("failover", backends, light)).containsExactly(10, 30, 0);
        assertThat(peaks("overflow", backends, light)).containsExactly(10, 30, 0);
        assertThat(peaks("first", backends, heavy)).containsExactly(20, 30, 10);
        assertThat(peaks("failover", backends, heavy)).containsExactly(20, 30, 10);
        assertThat(peaks("overflow", backends, heavy)).containsExactly(20, 30, 10);
        assertThat(Simulation.run(scheduler("first"), new Scenario(backends, heavy, 1))
                        .refused())
                .isEqualTo(500);
    }

    /** What one choice and two choices are worth, on the same sessions: the fullest of 100 backends with 10 sessions each in the mean. */
    @Test
    void twoChoicesKeepThePeakNearThatOfAll() {
        Scenario scenario = new Scenario(
                backends(IntStream.generate(() -> 1).limit(100).toArray()),
                Load.poisson(50_000, 1_000, LENGTHS.get(1), new Clients(4_000)),
                1);

        int all = Simulation.run(scheduler("lc"), scenario).peak();
        int two = Simulation.run(scheduler("p2c"), scenario).peak();
        int one = Simulation.run(scheduler("random"), scenario).peak();

        assertThat(all).isLessThanOrEqualTo(two).isBetween(11, 14);
        assertThat(two).isLessThanOrEqualTo(17);
        assertThat(one).isGreaterThanOrEqualTo(25);
    }

    /** Every scheduler, without its aliases. */
    private static List<String> rules() {
        return Schedulers.names().stream()
                .map(name -> scheduler(name).name())
                .distinct()
                .toList();
    }

    private static Set<String> weighted() {
        return DEVIATIONS.keySet();
    }

    private static Set<String> unweighted() {
        return UNWEIGHTED.keySet();
    }

    private static Set<String> even() {
        return LEADS.keySet();
    }

    private static Set<String> consistent() {
        return CONSISTENT.keySet();
    }

    private static List<Integer> peaks(String name, List<SyntheticBackend> backends, Load load) {
        return Simulation.run(scheduler(name), new Scenario(backends, load, 1)).backends().stream()
                .map(BackendReport::peak)
                .toList();
    }

    private static Scenario busy(int[] weights, Distribution lengths, long seed) {
        return new Scenario(backends(weights), Load.poisson(SESSIONS, 200, lengths, new Clients(4_000, 4_000)), seed);
    }

    /** Five minutes in which every client comes about six times. */
    private static Scenario changing(long seed, Change... changes) {
        Load load = Load.poisson(SESSIONS, 200, LENGTHS.get(1), new Clients(4_000, 4_000));
        return new Scenario(backends(WEIGHTS), load, List.of(changes), seed);
    }

    /** One limited, one that fails and recovers, one drained, one added, one removed. */
    private static Scenario troubled(long seed) {
        List<SyntheticBackend> backends = List.of(
                new SyntheticBackend("a", 20),
                new SyntheticBackend("b", 50, 30, Distribution.NONE),
                new SyntheticBackend("c", 30, 0, new Distribution.Exponential(Duration.ofMillis(20))),
                new SyntheticBackend("d", 10));
        List<Change> changes = List.of(
                new Change.Failed(Duration.ofSeconds(3), "a"),
                new Change.Weighed(Duration.ofSeconds(6), "c", 0),
                new Change.Recovered(Duration.ofSeconds(9), "a"),
                new Change.Added(Duration.ofSeconds(12), new SyntheticBackend("e", 40)),
                new Change.Removed(Duration.ofSeconds(15), "d"));
        Load load = Load.poisson(3_000, 150, new Distribution.Exponential(Duration.ofMillis(800)), new Clients(500));
        return new Scenario(backends, load, changes, seed);
    }

    private static List<SyntheticBackend> backends(int... weights) {
        List<SyntheticBackend> backends = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            backends.add(new SyntheticBackend("b" + i, weights[i]));
        }
        return backends;
    }

    private static Scheduler scheduler(String name) {
        return Objects.requireNonNull(Schedulers.create(name, GivenOptions.NONE), name);
    }
}
