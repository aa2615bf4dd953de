package io.sluice.balance;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The memory of {@code lblc} and {@code lblcr}: which members serve which address. As in IPVS, {@value #CHAINS} chains and at most
 * 16384 addresses, forgotten when nobody has asked for them for the expiration. There is no sweep: a chain has {@value #LENGTH}
 * places, and a new address takes an empty one, or that of the address that was asked for longest ago. So the bound is hard, and
 * an expired address costs nothing but its place.
 *
 * <p>Thread-safe without a lock: each place is one atomic reference. Two threads that meet a new address at the same moment aim at
 * the same place, and one of them finds the other's entry. Allocates when an address is new. An address is known by 64 bits of a
 * seeded hash: two that share them, one pair in 2^64, share their members. Find and put O({@value #LENGTH}), seldom more than a few.
 */
final class LocalityTable {

    private static final int CHAINS = 1_024;
    private static final int LENGTH = 16;
    private static final int ATTEMPTS = 4;
    private static final long COARSE_NANOS = 1_000_000;

    private final AtomicReferenceArray<Entry> places = new AtomicReferenceArray<>(CHAINS * LENGTH);
    private final long seed;
    private final long expirationNanos;

    /** @param seed of the hash; nobody knows it, so nobody can crowd a chain */
    LocalityTable(long seed, long expirationNanos) {
        this.seed = seed;
        this.expirationNanos = expirationNanos;
    }

    /** What an address is known by: the hash of so many of its bytes. */
    long key(byte[] address, int length) {
        return FlowHash.h64(address, length, seed);
    }

    long expirationNanos() {
        return expirationNanos;
    }

    /** What is known of this address and has not expired, or null. */
    @Nullable
    Entry find(long key, long nowNanos) {
        for (int step = 0; step < LENGTH; step++) {
            Entry entry = places.get(place(key, step));
            if (entry == null) {
                return null; // places are never emptied, and filled in this order
            }
            if (entry.key == key) {
                return nowNanos - entry.usedNanos < expirationNanos ? entry : null;
            }
        }
        return null;
    }

    /** Remembers who serves an address that is new or has expired. */
    void put(long key, Homes homes, long nowNanos) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int place = placeFor(key);
            Entry there = places.get(place);
            if (there != null && there.key == key) {
                there.homes = homes;
                there.usedNanos = nowNanos;
                return;
            }
            if (places.compareAndSet(place, there, new Entry(key, homes, nowNanos))) {
                return;
            }
        }
        // Others are filling the chain faster than we look: the next session with this address will be remembered.
    }

    /** Its own place, or the first empty one, or that of the address that was asked for longest ago. */
    private int placeFor(long key) {
        int oldest = place(key, 0);
        long oldestNanos = Long.MAX_VALUE;
        boolean isFirst = true;
        for (int step = 0; step < LENGTH; step++) {
            int place = place(key, step);
            Entry entry = places.get(place);
            if (entry == null || entry.key == key) {
                return place;
            }
            if (isFirst || entry.usedNanos - oldestNanos < 0) {
                isFirst = false;
                oldest = place;
                oldestNanos = entry.usedNanos;
            }
        }
        return oldest;
    }

    private static int place(long key, int step) {
        int chain = (int) key & CHAINS - 1;
        return chain * LENGTH + step;
    }

    /** How many addresses are remembered, expired ones included. O(capacity); for tests. */
    int size() {
        int size = 0;
        for (int place = 0; place < places.length(); place++) {
            size += places.get(place) == null ? 0 : 1;
        }
        return size;
    }

    /** One address. Thread-safe. */
    static final class Entry {

        private final long key;
        private volatile Homes homes;
        private volatile long usedNanos;

        private Entry(long key, Homes homes, long nowNanos) {
            this.key = key;
            this.homes = homes;
            this.usedNanos = nowNanos;
        }

        Homes homes() {
            return homes;
        }

        /** Changes who serves it, unless another thread has just changed that. */
        void change(Homes from, Homes to) {
            if (homes.equals(from)) {
                homes = to; // a change of the same moment may be lost: the next session that needs it makes it again
            }
        }

        /** Somebody has asked for it. To the millisecond: a popular address is not written by every session, and a flood cannot pass it by. */
        void used(long nowNanos) {
            if (nowNanos - usedNanos > COARSE_NANOS) {
                usedNanos = nowNanos;
            }
        }
    }
}
