package io.sluice.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Flow;
import io.sluice.model.Protocol;
import io.sluice.testing.FakeCandidates;
import io.sluice.testing.Flows;
import io.sluice.testing.Picks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code lblc} and {@code lblcr} against IPVS: a letter of the keys is a destination. */
class LocalityTest {

    private static final long DAY = Duration.ofDays(1).toNanos();
    private static final Scheduler LBLC = new Locality(HashKey.DESTINATION, DAY);
    private static final Scheduler LBLCR = new LocalitySets(HashKey.DESTINATION, DAY);

    @Test
    void anAddressStaysUntilItsMemberIsCrowded() {
        assertThat(grow(LBLC, FakeCandidates.of("A4 B4"), "xxxxxxxyxx")).isEqualTo("AAAAABBBBB");
        assertThat(grow(LBLC, FakeCandidates.of("A2 B2 C2"), "xxxxyyxxxxxx")).isEqualTo("AAABCCBBBBBB");
    }

    @Test
    void aSetGrowsWhereOneMemberIsNotEnough() {
        assertThat(grow(LBLCR, FakeCandidates.of("A4 B4"), "xxxxxxxxxx")).isEqualTo("AAAAABBBBB");
    }

    /** IPVS answers B too, but with equal loads removes B, so that the next goes to A. An address must be asked for, or it expires. */
    @Test
    void aSetShrinksToThoseWhoServeWhenItHasNotGrownForADay() {
        FakeCandidates pool = FakeCandidates.of("A4 B4");
        Picker picker = LBLCR.over(pool, Picks.ZERO);
        assertThat(grow(picker, pool, "xxxxxxxxxx")).isEqualTo("AAAAABBBBB");
        for (int hour = 1; hour <= 25; hour++) {
            pool.at(Duration.ofHours(hour));
            assertThat(still(picker, pool, "x")).as("hour %d", hour).isEqualTo("B");
        }

        pool.open(1); // were A still in the set, it would be the lesser now

        assertThat(still(picker, pool, "x")).isEqualTo("B");
    }

    @Test
    void theLeastLoadedOfASetServes() {
        FakeCandidates pool = FakeCandidates.of("A4 B4");
        Picker picker = LBLCR.over(pool, Picks.ZERO);
        grow(picker, pool, "xxxxxxxx"); // A5 B3
        pool.close(0);
        pool.close(0);
        pool.close(0);

        assertThat(still(picker, pool, "x")).isEqualTo("A");
    }

    /** Of twice its weight, x would stay; nobody else is idle enough to help. */
    @Test
    void staysWithACrowdedMemberWhereNobodyCanHelp() {
        FakeCandidates pool = FakeCandidates.of("A2 B2");
        Picker picker = LBLC.over(pool, Picks.ZERO);
        assertThat(still(picker, pool, "x")).isEqualTo("A");
        Stream.of(0, 0, 0, 0, 1).forEach(pool::open);

        assertThat(still(picker, pool, "x")).isEqualTo("A");
    }

    /** IPVS sends a known address to its server even beyond its threshold. */
    @Test
    void aFullMemberLosesItsAddresses() {
        for (Scheduler scheduler : List.of(LBLC, LBLCR)) {
            FakeCandidates pool = FakeCandidates.of("A9 B9").limit(0, 2);

            assertThat(grow(scheduler, pool, "xxxx")).as(scheduler.name()).isEqualTo("AABB");
        }
    }

    @Test
    void anAddressThatNobodyAskedForExpires() {
        for (Scheduler scheduler : List.of(LBLC, LBLCR)) {
            FakeCandidates pool = FakeCandidates.of("A9 B9");
            Picker picker = scheduler.over(pool, Picks.ZERO);
            assertThat(grow(picker, pool, "x")).isEqualTo("A");

            pool.at(Duration.ofDays(1).minusNanos(1));
            assertThat(still(picker, pool, "x")).as(scheduler.name()).isEqualTo("A");
            pool.at(Duration.ofDays(2));
            assertThat(still(picker, pool, "x")).as(scheduler.name()).isEqualTo("B");
        }
    }

    @Test
    void survivesAChangeOfThePool() {
        for (Scheduler scheduler : List.of(LBLC, LBLCR)) {
            FakeCandidates before = FakeCandidates.of("A9 B9");
            Picker first = scheduler.over(before, Picks.ZERO);
            assertThat(still(first, before, "xy")).isEqualTo("AB");

            FakeCandidates nobody = FakeCandidates.of("A9 B9").without(0).without(1);
            Picker none = scheduler.after(first, nobody, Picks.ZERO);
            FakeCandidates moved = FakeCandidates.of("C9 B9 A9");
            Picker last = scheduler.after(none, moved, Picks.ZERO);

            assertThat(still(none, nobody, "xy")).isEqualTo("--");
            assertThat(still(last, moved, "xyxy")).as(scheduler.name()).isEqualTo("ABAB");
        }
    }

    @Test
    void leavesAMemberThatIsGone() {
        for (Scheduler scheduler : List.of(LBLC, LBLCR)) {
            FakeCandidates before = FakeCandidates.of("A9 B9");
            Picker first = scheduler.over(before, Picks.ZERO);
            assertThat(still(first, before, "x")).isEqualTo("A");

            FakeCandidates less = FakeCandidates.of("B9");
            assertThat(still(scheduler.after(first, less, Picks.ZERO), less, "x"))
                    .isEqualTo("B");
        }
    }

    @Test
    void aSourceIsAKeyToo() {
        FakeCandidates pool = FakeCandidates.of("A9 B9");
        Picker picker = new Locality(HashKey.SOURCE, DAY).over(pool, Picks.ZERO);
        List<Integer> picks = new ArrayList<>();

        for (String client : List.of("10.0.0.1", "10.0.0.2", "10.0.0.1", "2001:db8::1", "2001:db8::2")) {
            picks.add(picker.pick(Flows.from(client), pool, Picks.ZERO));
        }

        assertThat(picks).containsExactly(0, 1, 0, 0, 0);
        assertThat(LBLC.needsDestination()).isTrue();
        assertThat(new Locality(HashKey.SOURCE, DAY).needsDestination()).isFalse();
    }

    @Test
    void remembersNoMoreThanItsBoundAndForgetsTheLongestUnused() {
        LocalityTable table = new LocalityTable(7, DAY);
        int known = 0;

        for (int i = 0; i < 100_000; i++) {
            table.put(key(table, i), Homes.of("A", i), i);
        }
        for (int i = 100_000 - 8_000; i < 100_000; i++) {
            known += table.find(key(table, i), 100_000) == null ? 0 : 1;
        }

        assertThat(table.size()).isLessThanOrEqualTo(16_384).isGreaterThan(16_000);
        assertThat(known).as("of the last 8000").isGreaterThan(7_800);
        assertThat(table.find(key(table, 0), 100_000)).isNull();
    }

    /** A new address every 10 us, and one of them asked for every 10 ms: between two of its stamps the chain is not filled anew. */
    @Test
    void aFloodOfNewAddressesDoesNotPassByThePopular() {
        LocalityTable table = new LocalityTable(7, DAY);
        long popular = key(table, -1);
        table.put(popular, Homes.of("A", 0), 0);

        for (int i = 0; i < 1_000_000; i++) {
            long now = i * 10_000L;
            table.put(key(table, i), Homes.of("B", now), now);
            if (i % 1_000 == 0) {
                LocalityTable.Entry entry = table.find(popular, now);
                assertThat(entry).as("after %d others", i).isNotNull();
                Objects.requireNonNull(entry).used(now);
            }
        }
    }

    /** Of weight 4 at a quarter: one session is as much as it serves well, and with half of one it cannot help. */
    @Test
    void aMemberThatStartsSlowlyIsCrowdedSooner() {
        for (Scheduler scheduler : List.of(LBLC, LBLCR)) {
            assertThat(grow(scheduler, FakeCandidates.of("A4 B4").ramp(0, 25), "xxxxxxxx"))
                    .as(scheduler.name())
                    .startsWith("AAB");
        }
    }

    @Test
    void anExpiredAddressTakesItsOwnPlaceAgain() {
        LocalityTable table = new LocalityTable(7, 10);
        table.put(1, Homes.of("A", 0), 0);
        assertThat(table.find(1, 10)).isNull();

        table.put(1, Homes.of("B", 10), 10);

        assertThat(Objects.requireNonNull(table.find(1, 10)).homes().names()).containsExactly("B");
        assertThat(table.size()).isEqualTo(1);
    }

    private static long key(LocalityTable table, int address) {
        byte[] bytes = {(byte) (address >> 24), (byte) (address >> 16), (byte) (address >> 8), (byte) address};
        return table.key(bytes, bytes.length);
    }

    private static String grow(Scheduler scheduler, FakeCandidates pool, String keys) {
        return grow(scheduler.over(pool, Picks.ZERO), pool, keys);
    }

    private static String grow(Picker picker, FakeCandidates pool, String keys) {
        return picks(picker, pool, keys, true);
    }

    private static String still(Picker picker, FakeCandidates pool, String keys) {
        return picks(picker, pool, keys, false);
    }

    private static String picks(Picker picker, FakeCandidates pool, String keys, boolean stays) {
        return keys.chars()
                .mapToObj(key -> {
                    Flow to = new Flow(
                            Protocol.TCP,
                            Flows.from("10.0.0.9").source(),
                            Flows.from(key).source());
                    int index = picker.pick(to, pool, Picks.ZERO);
                    if (stays && index != Picker.NONE) {
                        pool.open(index);
                    }
                    return index == Picker.NONE ? "-" : pool.name(index);
                })
                .collect(Collectors.joining());
    }
}
