package io.sluice.balance;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The ring of nginx's {@code hash ... consistent} ({@code ngx_stream_upstream_hash_module.c}), point for point: {@value #POINTS} points
 * per weight, each the CRC-32 of host, a zero byte, port and the point before. A client's point belongs to the next point of the ring.
 *
 * <p>Over all configured members with a positive weight. Weights that sum up to more than {@value #MOST} are scaled down to that sum,
 * but never to 0: a ring has at most 160 x (512 + n) points, 8 bytes each. Immutable. Build O(points x log points), lookup O(log
 * points).
 */
final class KetamaRing {

    private static final int POINTS = 160;
    private static final int MOST = 512;
    private static final int INDEX_BITS = 24;
    private static final int[] TABLE = IntStream.range(0, 256)
            .map(value -> {
                int remainder = value;
                for (int bit = 0; bit < 8; bit++) {
                    remainder = (remainder >>> 1) ^ ((remainder & 1) * 0xEDB88320);
                }
                return remainder;
            })
            .toArray();

    /** Each the point's place, unsigned, above the index of its owner; ascending, one per place. */
    private final long[] points;

    private KetamaRing(long[] points) {
        this.points = points;
    }

    /** Over the members of these candidates, of which at least one has a positive weight. */
    static KetamaRing of(Candidates candidates) {
        int[] weights = Proportions.scaled(
                IntStream.range(0, candidates.size()).map(candidates::weight).toArray(), MOST);
        long[] points = new long[POINTS * IntStream.of(weights).sum()];
        int end = 0;
        for (int index = 0; index < weights.length; index++) {
            // Scaling has lifted a weight of 0 to 1.
            if (candidates.weight(index) > 0) {
                end = add(points, end, index, candidates.name(index), POINTS * weights[index]);
            }
        }
        Arrays.sort(points, 0, end);
        return new KetamaRing(distinct(points, end));
    }

    private static int add(long[] points, int start, int index, String name, int count) {
        int base = update(start(), server(name));
        int previous = 0;
        for (int k = 0; k < count; k++) {
            int state = base;
            for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
                state = update(state, previous >>> shift);
            }
            previous = end(state);
            points[start + k] = (Integer.toUnsignedLong(previous) << INDEX_BITS) | index;
        }
        return start + count;
    }

    /** Host, a zero byte, port: split at the last colon if only digits follow. */
    private static byte[] server(String name) {
        int colon = name.lastIndexOf(':');
        boolean hasPort =
                colon >= 0 && name.substring(colon + 1).chars().allMatch(letter -> letter >= '0' && letter <= '9');
        String split = hasPort ? name.substring(0, colon) + "\0" + name.substring(colon + 1) : name + "\0";
        return split.getBytes(StandardCharsets.UTF_8);
    }

    private static long[] distinct(long[] points, int end) {
        int kept = 0;
        for (int i = 0; i < end; i++) {
            if (kept == 0 || points[i] >>> INDEX_BITS != points[kept - 1] >>> INDEX_BITS) {
                points[kept++] = points[i];
            }
        }
        return Arrays.copyOf(points, kept);
    }

    int size() {
        return points.length;
    }

    /** The index, among all members, of the owner of this point of the ring. */
    int owner(int point) {
        return (int) points[point] & ((1 << INDEX_BITS) - 1);
    }

    /** The first point at or after this place, going round. */
    int at(int place) {
        int found = Arrays.binarySearch(points, Integer.toUnsignedLong(place) << INDEX_BITS);
        int next = found < 0 ? -found - 1 : found;
        return next == points.length ? 0 : next;
    }

    /** The place of a client: an IPv4 address, and the port after it, as text, since nginx hashes texts; anything else as bytes. */
    static int place(byte[] key) {
        int length = key.length;
        int state = start();
        if (length != 4 && length != 6) {
            return end(update(state, key));
        }
        for (int i = 0; i < 4; i++) {
            state = digits(i == 0 ? state : update(state, '.'), key[i] & 0xFF);
        }
        return end(length == 4 ? state : digits(update(state, ':'), ((key[4] & 0xFF) << 8) | (key[5] & 0xFF)));
    }

    private static int digits(int state, int number) {
        int updated = number < 10 ? state : digits(state, number / 10);
        return update(updated, '0' + number % 10);
    }

    private static int start() {
        return -1;
    }

    private static int end(int state) {
        return ~state;
    }

    private static int update(int state, byte[] bytes) {
        int updated = state;
        for (byte next : bytes) {
            updated = update(updated, next);
        }
        return updated;
    }

    private static int update(int state, int next) {
        return TABLE[(state ^ next) & 0xFF] ^ (state >>> 8);
    }
}
