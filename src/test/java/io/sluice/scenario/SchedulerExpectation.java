package io.sluice.scenario;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.balance.Schedulers;
import io.sluice.testing.GivenOptions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where the sessions of a daemon have to go under one scheduler: to A, B and C, with these weights and limits (0 = none).
 *
 * @param cycle in which order quiet sessions come, from any start; empty = in none
 * @param quiet of {@value #QUIET} sessions that come one after the other
 * @param held of {@value #HELD} that are all kept open
 * @param slack by how much each of the held may be off when two workers pick at the same moment
 */
record SchedulerExpectation(
        List<Integer> weights, List<Integer> limits, String cycle, Counts quiet, Counts held, int slack) {

    static final int QUIET = 120;
    static final int HELD = 36;

    /** Those that know their clients; they are held against a picker of their own. */
    static final Set<String> HASHING = Set.of("ip-hash", "dh", "maglev", "ring", "hrw");

    /** Those that remember where an address went: here all sessions have the same, so that there are no shares to speak of. */
    static final Set<String> REMEMBERING = Set.of("lblc", "lblcr");

    /** Seven on each of three backends of weight 6: one more than the weight is too much where another has less than half. */
    static final Pattern ONE_AFTER_THE_OTHER =
            Pattern.compile("A{7}(B{7}C{7}|C{7}B{7})|B{7}(A{7}C{7}|C{7}A{7})|C{7}(A{7}B{7}|B{7}A{7})");

    private static final List<Integer> WEIGHTS = List.of(3, 2, 1);
    private static final List<Integer> NO_LIMITS = List.of(0, 0, 0);
    private static final Counts EQUAL = Counts.of(40, 40, 40);
    private static final Counts EQUAL_HELD = Counts.of(12, 12, 12);
    private static final Counts WEIGHTED = Counts.of(60, 40, 20);
    private static final Counts WEIGHTED_HELD = Counts.of(18, 12, 6);

    private static final Map<String, SchedulerExpectation> ALL = Map.ofEntries(
            entry("rr", turns("ABC", EQUAL, EQUAL_HELD)),
            entry("swrr", turns("ABACBA", WEIGHTED, WEIGHTED_HELD)),
            entry("wrr", turns("AABABC", WEIGHTED, WEIGHTED_HELD)),
            entry("static-rr", turns("AABABC", WEIGHTED, WEIGHTED_HELD)),
            // When nobody has a session all tie, and take turns.
            entry("lc", least("ABC", EQUAL, EQUAL_HELD)),
            entry("wlc", least("ABC", EQUAL, WEIGHTED_HELD)),
            entry("nq", least("ABC", EQUAL, WEIGHTED_HELD)),
            entry("sed", least("A", Counts.of(120, 0, 0), WEIGHTED_HELD)),
            // Loopback is quicker than both can tell, so that they are as those without a measure; see
            // MemorySchedulersIT. A busy machine is a measure of its own: one late answer is remembered for seconds.
            entry("p2c-ewma", drawn(new Counts(List.of(0, 0, 0), List.of(120, 120, 120)), Counts.near(18, 12, 6, 14))),
            entry("least-time", least("", Counts.of(120, 0, 0), WEIGHTED_HELD)),
            entry("sticky", ordered("A", NO_LIMITS, WEIGHTS, Counts.of(120, 0, 0), Counts.of(36, 0, 0))),
            // Idle, the lighter of two never wins: A has 0.85 of the sessions. Five standard deviations; held, as
            // measured, and twice that.
            entry("p2c", drawn(new Counts(List.of(83, 0, 0), List.of(120, 37, 0)), Counts.near(18, 12, 6, 5))),
            entry("random", drawn(new Counts(List.of(33, 15, 0), List.of(87, 65, 40)), Counts.near(18, 12, 6, 15))),
            entry("first", ordered("A", List.of(10, 20, 0), WEIGHTS, Counts.of(120, 0, 0), Counts.of(10, 20, 6))),
            entry(
                    "failover",
                    ordered("B", List.of(0, 20, 10), List.of(1, 3, 2), Counts.of(0, 120, 0), Counts.of(6, 20, 10))),
            entry("overflow", ordered("B", NO_LIMITS, List.of(9, 20, 10), Counts.of(0, 120, 0), Counts.of(6, 20, 10))));

    /** Of a scheduler by its own name; a new one needs an entry here. */
    static SchedulerExpectation of(String name) {
        SchedulerExpectation expectation = ALL.get(name);
        assertThat(expectation)
                .as("an expectation for %s, here or among those that hash", name)
                .isNotNull();
        return Objects.requireNonNull(expectation);
    }

    /** Every scheduler of the registry that has counts, without its aliases. */
    static List<String> counted() {
        return Schedulers.names().stream()
                .map(name -> Objects.requireNonNull(Schedulers.create(name, GivenOptions.NONE))
                        .name())
                .distinct()
                .filter(name -> !HASHING.contains(name) && !REMEMBERING.contains(name))
                .toList();
    }

    static Set<String> hashing() {
        return HASHING;
    }

    static Set<String> remembering() {
        return REMEMBERING;
    }

    /** Of backends that serve six sessions well, each. */
    static SchedulerExpectation ofSix() {
        return new SchedulerExpectation(List.of(6, 6, 6), NO_LIMITS, "", Counts.of(0, 0, 0), Counts.of(7, 7, 7), 0);
    }

    private static SchedulerExpectation turns(String cycle, Counts quiet, Counts held) {
        return new SchedulerExpectation(WEIGHTS, NO_LIMITS, cycle, quiet, held, 0);
    }

    private static SchedulerExpectation least(String cycle, Counts quiet, Counts held) {
        return new SchedulerExpectation(WEIGHTS, NO_LIMITS, cycle, quiet, held, 2);
    }

    private static SchedulerExpectation drawn(Counts quiet, Counts held) {
        return new SchedulerExpectation(WEIGHTS, NO_LIMITS, "", quiet, held, 2);
    }

    private static SchedulerExpectation ordered(
            String cycle, List<Integer> limits, List<Integer> weights, Counts quiet, Counts held) {
        return new SchedulerExpectation(weights, limits, cycle, quiet, held, limits.equals(NO_LIMITS) ? 1 : 0);
    }

    /** The pool {@code app} of a configuration, before these three backends. */
    String pool(String scheduler, List<String> addresses) {
        StringBuilder text = new StringBuilder("""
                pools:
                  app:
                    scheduler: %s
                    backends:
                """.formatted(scheduler));
        for (int i = 0; i < addresses.size(); i++) {
            text.append("      - { name: %c, address: \"%s\", weight: %d, max_sessions: %d }%n"
                    .formatted('A' + i, addresses.get(i), weights.get(i), limits.get(i)));
        }
        return text.toString();
    }

    /** Least and most of A, B and C. */
    record Counts(List<Integer> least, List<Integer> most) {

        static Counts of(int a, int b, int c) {
            return near(a, b, c, 0);
        }

        static Counts near(int a, int b, int c, int slack) {
            return new Counts(List.of(a, b, c), List.of(a, b, c)).within(slack);
        }

        Counts within(int slack) {
            return new Counts(
                    least.stream().map(count -> Math.max(0, count - slack)).toList(),
                    most.stream().map(count -> count + slack).toList());
        }

        /** Of a sequence of names. */
        void check(String picked) {
            for (int i = 0; i < least.size(); i++) {
                char name = (char) ('A' + i);
                assertThat(picked.chars().filter(letter -> letter == name).count())
                        .as("%c in %s", name, picked)
                        .isBetween((long) least.get(i), (long) most.get(i));
            }
        }
    }
}
