package io.sluice.balance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.sluice.model.Flow;
import io.sluice.model.Options;
import io.sluice.model.Protocol;
import io.sluice.testing.FakeCandidates;
import io.sluice.testing.Flows;
import io.sluice.testing.GivenOptions;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every registered scheduler promises, whatever its rule. */
class SchedulerContractTest {

    private static final String NAMES = "io.sluice.balance.Schedulers#names";
    private static final Options NONE_SET = GivenOptions.NONE;

    /** Those that read the client's address. */
    private static final Set<String> HASHING = Set.of("ip-hash", "dh", "maglev", "hrw", "ring", "lblc", "lblcr");

    /** Those that prefer the same member for everyone, for as long as it can take the session. */
    private static final Set<String> ORDERED = Set.of("first", "failover", "overflow", "sticky");

    @Test
    void thereIsADefault() {
        assertThat(scheduler(Schedulers.DEFAULT_NAME).name()).isEqualTo("wlc");
    }

    @Test
    void anUnknownNameIsNoScheduler() {
        assertThat(Schedulers.create("fastest", NONE_SET)).isNull();
    }

    @Test
    void noNameIsTakenTwice() {
        assertThat(Schedulers.names()).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource(NAMES)
    void aliasesMakeEqualSchedulersOfARegisteredName(String name) {
        Scheduler scheduler = scheduler(name);

        assertThat(Schedulers.names()).contains(scheduler.name());
        assertThat(scheduler).isEqualTo(scheduler(scheduler.name()));
    }

    @ParameterizedTest
    @MethodSource(NAMES)
    void anEmptyPoolHasNobody(String name) {
        assertThat(pick(name, new FakeCandidates())).isEqualTo(Picker.NONE);
    }

    @ParameterizedTest
    @MethodSource(NAMES)
    void theOnlyMemberTakesEverything(String name) {
        assertThat(pick(name, new FakeCandidates(7))).isZero();
    }

    @ParameterizedTest
    @MethodSource(NAMES)
    void weightZeroTakesNothing(String name) {
        assertThat(pick(name, new FakeCandidates(0, 0))).isEqualTo(Picker.NONE);
        assertThat(pick(name, new FakeCandidates(0, 1, 0))).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource(NAMES)
    void aPoolWhereAllAreFullHasNobody(String name) {
        assertThat(pick(
                        name,
                        new FakeCandidates(3, 65_535, 1).limit(0, 0).limit(1, 0).limit(2, 0)))
                .isEqualTo(Picker.NONE);
    }

    @ParameterizedTest
    @MethodSource(NAMES)
    void theLightestIsFoundAmongFullAndHeavyOnes(String name) {
        FakeCandidates pool = new FakeCandidates(65_535, 65_535, 1, 65_535);
        pool.limit(0, 0).limit(1, 0).without(3);
        Picker picker = scheduler(name).over(pool, new SplitMix64(1));

        for (int client = 0; client < 100; client++) {
            assertThat(picker.pick(Flows.from(client), pool, new SplitMix64(client)))
                    .as("client %d", client)
                    .isEqualTo(2);
        }
    }

    @ParameterizedTest
    @MethodSource("spreading")
    void everyMemberIsReached(String name) {
        FakeCandidates pool = new FakeCandidates(1, 5, 2, 3, 1);
        Picker picker = scheduler(name).over(pool, new SplitMix64(2));
        RandomGenerator draws = new SplitMix64(3);
        Set<Integer> reached = new HashSet<>();

        for (int client = 0; client < 1_000; client++) {
            int index = picker.pick(flow(client), pool, draws);
            pool.open(index);
            reached.add(index);
        }

        assertThat(reached).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
    }

    /** One client per rebuild: were the first pick always the same, frequent rebuilds would send everyone to one member. */
    @ParameterizedTest
    @MethodSource("spreading")
    void rebuildsDoNotAllStartAtTheSameMember(String name) {
        FakeCandidates pool = new FakeCandidates(1, 1, 1, 1);
        Set<Integer> first = new HashSet<>();

        for (int rebuild = 0; rebuild < 100; rebuild++) {
            Picker picker = scheduler(name).over(pool, new SplitMix64(rebuild));
            first.add(picker.pick(flow(rebuild), pool, new SplitMix64(-rebuild)));
        }

        assertThat(first).containsExactlyInAnyOrder(0, 1, 2, 3);
    }

    @ParameterizedTest
    @MethodSource(NAMES)
    void sameEventsAndSameSeedGiveTheSamePicks(String name) {
        assertThat(sequence(name)).isEqualTo(sequence(name));
    }

    /** Random pools, with sessions coming and going: only the eligible and admitted are picked, and nobody only if there are none. */
    @ParameterizedTest
    @MethodSource(NAMES)
    void picksWhoeverMayBePickedAndNobodyElse(String name) {
        for (long seed = 0; seed < 300; seed++) {
            RandomGenerator random = new SplitMix64(seed);
            FakeCandidates pool = randomPool(random);
            measureSome(pool, new SplitMix64(-seed));
            Picker picker = scheduler(name).over(pool, random);
            List<Integer> open = new ArrayList<>();
            for (int step = 0; step < 60; step++) {
                BitSet tried = new BitSet();
                random.ints(random.nextInt(6), 0, 32).forEach(tried::set);
                Admission admission = index -> pool.admits(index) && !tried.get(index);

                int index = picker.pick(Flows.from(random.nextInt(1 << 24)), admission, random);

                String when = "seed " + seed + " step " + step;
                assertThat(index != Picker.NONE).as(when).isEqualTo(anyone(name, pool, admission));
                if (index != Picker.NONE) {
                    assertThat(index).as(when).isBetween(0, pool.size() - 1);
                    assertThat(pool.isEligible(index) && admission.admits(index))
                            .as(when)
                            .isTrue();
                    pool.open(index);
                    open.add(index);
                }
                if (!open.isEmpty() && random.nextInt(3) == 0) {
                    pool.close(open.remove(random.nextInt(open.size())));
                }
            }
        }
    }

    /** The picks of the other loops fall exactly between the turns of this one, so that it only ever meets the full member. */
    @ParameterizedTest
    @MethodSource(NAMES)
    void findsTheOnlyOneLeftWhenOtherLoopsTakeItsTurns(String name) {
        FakeCandidates pool = new FakeCandidates(1, 1);
        RandomGenerator random = new SplitMix64(4);
        Picker picker = scheduler(name).over(pool, random);
        Admission contested = index -> {
            picker.pick(Flows.from(1), Admission.ALL, random);
            return index == 1;
        };

        for (int client = 0; client < 10; client++) {
            assertThat(picker.pick(Flows.from(client), contested, random)).isEqualTo(1);
        }
    }

    /** But for the copy of the client's address, which the JDK makes. */
    @ParameterizedTest
    @MethodSource(NAMES)
    void aPickAllocatesNothing(String name) {
        int picks = 20_000;
        FakeCandidates pool = new FakeCandidates(1, 2, 3, 4, 5).limit(1, 0);
        RandomGenerator random = new SplitMix64(7);
        Picker picker = scheduler(name).over(pool, random);
        Flow flow = Flows.from(1);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        for (int k = 0; k < picks; k++) {
            picker.pick(flow, pool, random);
        }

        long perPick = (threads.getCurrentThreadAllocatedBytes() - before) / picks;
        assertThat(perPick).isLessThanOrEqualTo(HASHING.contains(scheduler(name).name()) ? 24 : 0);
    }

    private static List<String> spreading() {
        return Schedulers.names().stream()
                .filter(name -> !ORDERED.contains(scheduler(name).name()))
                .toList();
    }

    private static List<Integer> sequence(String name) {
        FakeCandidates pool = new FakeCandidates(4, 1, 0, 2).limit(0, 20).without(3);
        Picker picker = scheduler(name).over(pool, new SplitMix64(5));
        RandomGenerator draws = new SplitMix64(6);
        List<Integer> picks = new ArrayList<>();
        for (int client = 0; client < 100; client++) {
            int index = picker.pick(flow(client), pool, draws);
            if (index != Picker.NONE) {
                pool.open(index);
            }
            picks.add(index);
        }
        return picks;
    }

    /** Of a client with an address of its own to an address of its own. */
    private static Flow flow(int client) {
        InetSocketAddress address = Flows.from(client).source();
        return new Flow(Protocol.TCP, address, address);
    }

    private static FakeCandidates randomPool(RandomGenerator random) {
        int size = 1 + random.nextInt(32);
        FakeCandidates pool = new FakeCandidates(random.ints(size, 0, 101).toArray());
        for (int i = 0; i < size; i++) {
            if (random.nextInt(4) == 0) {
                pool.without(i);
            }
            if (random.nextInt(2) == 0) {
                pool.limit(i, random.nextInt(4));
            }
        }
        return pool;
    }

    private static void measureSome(FakeCandidates pool, RandomGenerator random) {
        for (int i = 0; i < pool.size(); i++) {
            if (random.nextBoolean()) {
                pool.measured(i, random.nextInt(10_000), random.nextInt(60_000));
            }
        }
    }

    private static boolean anyone(String name, FakeCandidates pool, Admission admission) {
        boolean weightIsLimit = scheduler(name) instanceof Overflow;
        for (int i = 0; i < pool.size(); i++) {
            boolean hasRoom = !weightIsLimit || pool.sessions(i) < pool.weight(i);
            if (pool.isEligible(i) && hasRoom && admission.admits(i)) {
                return true;
            }
        }
        return false;
    }

    private static int pick(String name, FakeCandidates pool) {
        return scheduler(name).over(pool, new SplitMix64(1)).pick(Flows.from(1), pool, new SplitMix64(1));
    }

    private static Scheduler scheduler(String name) {
        Scheduler scheduler = Schedulers.create(name, NONE_SET);
        assertThat(scheduler).as(name).isNotNull();
        return Objects.requireNonNull(scheduler);
    }
}
