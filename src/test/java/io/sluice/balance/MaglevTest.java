package io.sluice.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.FakeCandidates;
import io.sluice.testing.Flows;
import io.sluice.testing.GivenOptions;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MaglevTest {

    private static final Scheduler MAGLEV = Maglev.from(GivenOptions.NONE);

    @Test
    void buildsTheTableOfTheContract() {
        assertThat(table("A1 B1 C1", 13)).isEqualTo("BABCACABBCCAA");
        assertThat(table("A1 B1", 13)).isEqualTo("BABBAAABBABAA");
        assertThat(table("A1 B2", 13)).isEqualTo("BBBBABABBABAA");
        assertThat(table("A2 B1 C1", 13)).isEqualTo("BAABACABBCCAA");
    }

    @Test
    void weighsLikeEnvoy() {
        assertThat(counts(FakeCandidates.of("A1 B2"), 65_537)).containsExactly(21_846, 43_691);
        assertThat(counts(FakeCandidates.of("A1 B2 C3"), 251)).containsExactly(42, 84, 125);
    }

    @Test
    void findsTheOwnersOfTheContract() {
        assertThat(owners(FakeCandidates.of("A1 B1 C1"))).isEqualTo("CCBBBACACCBB");
        assertThat(owners(FakeCandidates.of("A1 C1"))).isEqualTo("CCCACACACCAC");
        assertThat(owners(FakeCandidates.of("A1 B2 C3"))).isEqualTo("CCBBBCCCCCBB");
    }

    @Test
    void theOrderOfTheMembersDoesNotMatter() {
        assertThat(owners(FakeCandidates.of("C3 A1 B2"))).isEqualTo(owners(FakeCandidates.of("A1 B2 C3")));
    }

    @Test
    void theMissingMoveOnlyTheirOwnClients() {
        for (long seed = 0; seed < 30; seed++) {
            assertMovesOnlyItsOwn(MAGLEV, seed);
        }
    }

    /** Whoever is drained, failed or full moves its own clients and nobody else's. */
    static void assertMovesOnlyItsOwn(Scheduler scheduler, long seed) {
        RandomGenerator random = new SplitMix64(seed);
        int[] weights = weights(random);
        int missing = random.nextInt(weights.length);
        FakeCandidates whole = new FakeCandidates(weights);
        FakeCandidates less = new FakeCandidates(weights);
        FakeCandidates drained = random.nextBoolean() ? less.without(missing) : less.limit(missing, 0);
        Picker before = scheduler.over(whole, random);
        Picker after = scheduler.over(drained, random);

        for (int client = 0; client < 500; client++) {
            int home = before.pick(Flows.from(client), whole, random);
            int now = after.pick(Flows.from(client), drained, random);
            assertThat(home == missing ? now != missing : home == now)
                    .as("%s seed %d client %d", scheduler.name(), seed, client)
                    .isTrue();
        }
    }

    @Test
    void anotherSeedIsAnotherTable() {
        FakeCandidates pool = FakeCandidates.of("A1 B1 C1");
        MaglevTable one = MaglevTable.of(pool, 251, 0);
        MaglevTable other = MaglevTable.of(pool, 251, 7);

        assertThat(IntStream.range(0, 251).filter(slot -> one.owner(slot) != other.owner(slot)))
                .hasSizeGreaterThan(100);
    }

    private static int[] weights(RandomGenerator random) {
        return random.ints(2 + random.nextInt(15), 1, 101).toArray();
    }

    private static String table(String members, int size) {
        FakeCandidates pool = FakeCandidates.of(members);
        MaglevTable table = MaglevTable.of(pool, size, 0);
        return IntStream.range(0, size)
                .mapToObj(slot -> pool.name(table.owner(slot)))
                .collect(Collectors.joining());
    }

    private static int[] counts(FakeCandidates pool, int size) {
        MaglevTable table = MaglevTable.of(pool, size, 0);
        int[] counts = new int[pool.size()];
        IntStream.range(0, size).forEach(slot -> counts[table.owner(slot)]++);
        return counts;
    }

    /** The keys of the vectors are texts, not addresses. */
    private static String owners(FakeCandidates pool) {
        MaglevTable table = MaglevTable.of(pool, 251, 0);
        return IntStream.rangeClosed(1, 12)
                .mapToObj(client -> ("10.0.0." + client).getBytes(StandardCharsets.UTF_8))
                .map(key -> pool.name(table.owner((int) Long.remainderUnsigned(FlowHash.h64(key, 0), 251))))
                .collect(Collectors.joining());
    }
}
