package io.sluice.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.FakeCandidates;
import io.sluice.testing.Flows;
import io.sluice.testing.GivenOptions;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Against nginx's {@code hash $remote_addr consistent}. */
class RingTest {

    private static final Scheduler RING = Ring.from(GivenOptions.NONE);

    @Test
    void findsTheHomesOfNginx() {
        assertThat(KetamaRing.of(new Local(1, 1, 1)).size()).isEqualTo(480);
        assertThat(homes("127.0.0.", new Local(1, 1, 1))).isEqualTo("AACBBAAAABCA");
        assertThat(homes("127.0.0.", new Local(1, 2, 3))).isEqualTo("ABBCBCBCCBBC");
        assertThat(homes("10.0.0.", new Local(1, 1, 1))).isEqualTo("BACBABCBCBCC");
        assertThat(homes("10.0.0.", new Local(1, 0, 1))).isEqualTo("AACCACCACACC");
    }

    @Test
    void theMissingMoveOnlyTheirOwnClients() {
        for (long seed = 0; seed < 30; seed++) {
            MaglevTest.assertMovesOnlyItsOwn(RING, seed);
        }
    }

    /** The pieces of the ring that up to 50 members own: 0.6 to 1.5 of an equal share, measured at 20,000 even places. */
    @Test
    void sharesAreFairWithinTheBoundsOfARing() {
        int places = 20_000;
        for (int members : new int[] {2, 3, 5, 10, 20, 50}) {
            for (int first = 0; first < 200; first += 50) {
                KetamaRing ring = KetamaRing.of(new FakeCandidates(ones(200))
                        .listed(IntStream.range(first, first + members).toArray()));
                int[] owned = new int[members];

                for (long place = 0; place < places; place++) {
                    owned[ring.owner(ring.at((int) (place * (1L << 32) / places)))]++;
                }

                for (int i = 0; i < members; i++) {
                    assertThat(owned[i] * (double) members / places)
                            .as("member %d of %d from %d", i, members, first)
                            .isBetween(0.6, 1.5);
                }
            }
        }
    }

    private static int[] ones(int members) {
        return IntStream.generate(() -> 1).limit(members).toArray();
    }

    @Test
    void greatWeightsMakeNoGreaterRing() {
        KetamaRing ring = KetamaRing.of(new FakeCandidates(65_535, 0, 65_535, 1));

        assertThat(ring.size()).isBetween(80_000, 160 * 515);
        assertThat(IntStream.range(0, ring.size()).map(ring::owner).distinct()).containsExactlyInAnyOrder(0, 2, 3);
    }

    @Test
    void hashesTextsAndPorts() {
        CRC32 whole = new CRC32();
        whole.update("203.0.113.7:40000".getBytes(StandardCharsets.UTF_8));

        byte[] key = {(byte) 203, 0, 113, 7, (byte) (40_000 >> 8), (byte) 40_000};
        assertThat(KetamaRing.place(key)).isEqualTo((int) whole.getValue());
    }

    @Test
    void boundedKeepsEveryoneNearTheMean() {
        FakeCandidates pool = new FakeCandidates(1, 1, 1, 1);
        Picker picker = new Ring(HashKey.SOURCE, 125).over(pool, new SplitMix64(1));

        IntStream.range(0, 400).forEach(k -> pool.open(picker.pick(Flows.from(1), pool, new SplitMix64(1))));

        assertThat(IntStream.range(0, 4).map(pool::sessions).max().orElseThrow())
                .isLessThanOrEqualTo(126);
    }

    private static String homes(String prefix, Candidates pool) {
        Picker picker = RING.over(pool, new SplitMix64(1));
        return IntStream.rangeClosed(1, 12)
                .map(client -> picker.pick(Flows.from(prefix + client), Admission.ALL, new SplitMix64(1)))
                .mapToObj(index -> String.valueOf((char) ('A' + index)))
                .collect(Collectors.joining());
    }

    /** The servers 127.0.0.1:39101 and following. */
    private record Local(int first, int second, int third) implements Candidates {

        @Override
        public int size() {
            return 3;
        }

        @Override
        public boolean isCandidate(int index) {
            return true;
        }

        @Override
        public int weight(int index) {
            return index == 0 ? first : index == 1 ? second : third;
        }

        @Override
        public int sessions(int index) {
            return 0;
        }

        @Override
        public String name(int index) {
            return "127.0.0.1:" + (39_101 + index);
        }
    }
}
