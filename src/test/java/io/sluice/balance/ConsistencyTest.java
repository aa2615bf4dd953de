package io.sluice.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Flow;
import io.sluice.model.Protocol;
import io.sluice.testing.FakeCandidates;
import io.sluice.testing.Flows;
import io.sluice.testing.GivenOptions;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the schedulers that know their clients promise when members come and go, on random pools. */
class ConsistencyTest {

    private static final int POOLS = 40;
    private static final int CLIENTS = 1_000;

    /** Same configuration, same seed; other rotations, other sessions, other clients before. */
    @ParameterizedTest
    @ValueSource(strings = {"ip-hash", "dh", "maglev", "hrw", "ring"})
    void twoDaemonsAgreeOnEveryClient(String name) {
        for (long seed = 0; seed < POOLS; seed++) {
            RandomGenerator random = new SplitMix64(seed);
            FakeCandidates one = pool(random);
            FakeCandidates other = one.listed(IntStream.range(0, one.size()).toArray());
            Picker here = scheduler(name, 42).over(one, new SplitMix64(1));
            Picker there = scheduler(name, 42).over(other, new SplitMix64(2));
            for (int client = 0; client < 100; client++) {
                int index = there.pick(flow(random.nextInt(1 << 24)), other, random);
                other.open(index);
            }

            for (int client = 0; client < CLIENTS; client++) {
                Flow flow = client % 10 == 0 ? Flows.from("2001:db8::" + Integer.toHexString(client)) : flow(client);
                assertThat(here.pick(flow, one, new SplitMix64(3)))
                        .as("seed %d client %d", seed, client)
                        .isEqualTo(there.pick(flow, other, new SplitMix64(4)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"maglev", "hrw", "ring"})
    void theOrderOfTheConfigurationDoesNotMatter(String name) {
        for (long seed = 0; seed < POOLS; seed++) {
            RandomGenerator random = new SplitMix64(seed);
            // A client that the steps of its hash do not bring to a member that can take it goes to the next one of the
            // list.
            FakeCandidates one = new FakeCandidates(weights(random, 0));
            FakeCandidates other = one.listed(shuffled(one.size(), random));
            Picker here = scheduler(name, 0).over(one, random);
            Picker there = scheduler(name, 0).over(other, random);

            for (int client = 0; client < CLIENTS; client++) {
                int index = here.pick(flow(client), one, random);
                int elsewhere = there.pick(flow(client), other, random);
                assertThat(one.name(index))
                        .as("seed %d client %d", seed, client)
                        .isEqualTo(other.name(elsewhere));
            }
        }
    }

    /** Who knows one deployment's map knows nothing of another's. */
    @ParameterizedTest
    @ValueSource(strings = {"ip-hash", "dh", "maglev", "hrw"})
    void anotherSeedIsAnotherMap(String name) {
        FakeCandidates pool = new FakeCandidates(1, 1, 1, 1, 1);
        Picker here = scheduler(name, 1).over(pool, new SplitMix64(1));
        Picker there = scheduler(name, 2).over(pool, new SplitMix64(1));

        long same = IntStream.range(0, 10_000)
                .filter(client -> here.pick(flow(client), pool, new SplitMix64(1))
                        == there.pick(flow(client), pool, new SplitMix64(1)))
                .count();

        assertThat(same).isBetween(1_800L, 2_200L); // five standard deviations
    }

    /** Members that are added win clients and nobody else does; those that are removed lose theirs and nobody else does. */
    @ParameterizedTest
    @ValueSource(strings = {"hrw", "ring"})
    void onlyTheAddedWinAndOnlyTheRemovedLose(String name) {
        for (long seed = 0; seed < POOLS; seed++) {
            RandomGenerator random = new SplitMix64(seed);
            int[] weights = weights(random, 1);
            int changed = random.nextInt(weights.length);
            FakeCandidates more = new FakeCandidates(weights);
            FakeCandidates less = more.listed(
                    IntStream.range(0, weights.length).filter(i -> i != changed).toArray());
            Picker with = scheduler(name, 0).over(more, random);
            Picker without = scheduler(name, 0).over(less, random);

            for (int client = 0; client < CLIENTS; client++) {
                String home = more.name(with.pick(flow(client), more, random));
                String other = less.name(without.pick(flow(client), less, random));
                assertThat(home.equals(other) || home.equals(more.name(changed)))
                        .as("seed %d client %d: %s, %s without %s", seed, client, home, other, more.name(changed))
                        .isTrue();
            }
        }
    }

    /** A member that becomes heavier wins clients and nobody else does; read backwards, one that becomes lighter only loses. */
    @ParameterizedTest
    @ValueSource(strings = {"hrw", "ring"})
    void aWeightMovesClientsOnlyToOrFromItsMember(String name) {
        for (long seed = 0; seed < POOLS; seed++) {
            RandomGenerator random = new SplitMix64(seed);
            // The weights of a ring are scaled, and so all of them changed, when they sum up to more than 512.
            int[] weights = weights(random, 0);
            int raised = random.nextInt(weights.length);
            FakeCandidates light = new FakeCandidates(weights);
            weights[raised] += 1 + random.nextInt(20);
            FakeCandidates heavy = new FakeCandidates(weights);
            Picker before = scheduler(name, 0).over(light, random);
            Picker after = scheduler(name, 0).over(heavy, random);

            for (int client = 0; client < CLIENTS; client++) {
                assertThat(after.pick(flow(client), heavy, random))
                        .as("seed %d client %d", seed, client)
                        .isIn(before.pick(flow(client), light, random), raised);
            }
        }
    }

    /** |share - w/W| <= 4 sqrt(p (1 - p) / K) for K clients: four standard deviations of as many independent draws. */
    @ParameterizedTest
    @ValueSource(strings = {"hrw", "ip-hash"})
    void sharesOfClientsAreThoseOfIndependentDraws(String name) {
        int clients = 5_000;
        for (long seed = 0; seed < POOLS; seed++) {
            RandomGenerator random = new SplitMix64(seed);
            int[] weights = weights(random, 1);
            FakeCandidates pool = new FakeCandidates(weights);
            Picker picker = scheduler(name, seed).over(pool, random);

            IntStream.range(0, clients).forEach(client -> pool.open(picker.pick(flow(client), pool, random)));

            for (int i = 0; i < weights.length; i++) {
                double share = (double) weights[i] / IntStream.of(weights).sum();
                assertThat(Math.abs(pool.sessions(i) / (double) clients - share))
                        .as("seed %d member %d", seed, i)
                        .isLessThanOrEqualTo(4 * Math.sqrt(share * (1 - share) / clients));
            }
        }
    }

    private static FakeCandidates pool(RandomGenerator random) {
        FakeCandidates pool = new FakeCandidates(weights(random, 0));
        for (int i = 1; i < pool.size(); i++) {
            if (random.nextInt(5) == 0) {
                pool.without(i);
            } else if (random.nextInt(5) == 0) {
                pool.limit(i, 0);
            }
        }
        return pool;
    }

    /** From this least weight; the first is positive. */
    private static int[] weights(RandomGenerator random, int least) {
        int[] weights = random.ints(2 + random.nextInt(15), least, 16).toArray();
        weights[0]++;
        return weights;
    }

    private static int[] shuffled(int size, RandomGenerator random) {
        int[] order = IntStream.range(0, size).toArray();
        for (int i = size - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }

    /** Of a client with an address of its own to an address of its own. */
    private static Flow flow(int client) {
        InetSocketAddress address = Flows.from(client).source();
        return new Flow(Protocol.TCP, address, address);
    }

    private static Scheduler scheduler(String name, long seed) {
        return Objects.requireNonNull(Schedulers.create(name, GivenOptions.of(Map.of("seed", seed))), name);
    }
}
