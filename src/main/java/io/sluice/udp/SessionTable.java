package io.sluice.udp;

import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one doorway by client. On one worker; looking up allocates nothing.
 *
 * <p>Open addressing with linear probing in an array that is at most half full; removing shifts what follows back, so there are
 * no tombstones (Knuth, The Art of Computer Programming 3, 6.4, algorithm R). O(1) expected. The hash is keyed with numbers drawn
 * per process, by folded 64 to 128 bit multiplication: clients choose their ports, and must not be able to choose their places.
 */
final class SessionTable<S extends SessionTable.Keyed> {

    /** What stands in a table. */
    interface Keyed {
        /** Under which it is found; not changed while it is in a table. */
        ClientKey key();
    }

    private static final int FIRST_SIZE = 64;
    private static final long KEY_ONE;
    private static final long KEY_TWO;
    private static final long KEY_THREE;

    static {
        SecureRandom random = new SecureRandom();
        KEY_ONE = random.nextLong();
        KEY_TWO = random.nextLong();
        KEY_THREE = random.nextLong() | 1;
    }

    private @Nullable Keyed[] places = new Keyed[FIRST_SIZE];
    private int size;

    int size() {
        return size;
    }

    @SuppressWarnings("unchecked") // only add() fills the places
    @Nullable
    S find(ClientKey key) {
        int mask = places.length - 1;
        for (int i = hash(key) & mask; ; i = (i + 1) & mask) {
            Keyed session = places[i];
            if (session == null || session.key().isSame(key)) {
                return (S) session;
            }
        }
    }

    /** Adds a session whose key is not in the table. */
    void add(S session) {
        if (size * 2 >= places.length) {
            grow();
        }
        place(session);
        size++;
    }

    private void grow() {
        @Nullable Keyed[] old = places;
        places = new Keyed[old.length * 2];
        for (Keyed session : old) {
            if (session != null) {
                place(session);
            }
        }
    }

    private void place(Keyed session) {
        int mask = places.length - 1;
        int i = hash(session.key()) & mask;
        while (places[i] != null) {
            i = (i + 1) & mask;
        }
        places[i] = session;
    }

    /** Removes this very session; does nothing if it is not in the table. */
    void remove(S session) {
        int mask = places.length - 1;
        int i = hash(session.key()) & mask;
        while (places[i] != session) {
            if (places[i] == null) {
                return;
            }
            i = (i + 1) & mask;
        }
        size--;
        closeGap(i);
    }

    private void closeGap(int removed) {
        int mask = places.length - 1;
        int gap = removed;
        for (int i = (gap + 1) & mask; ; i = (i + 1) & mask) {
            Keyed session = places[i];
            if (session == null) {
                places[gap] = null;
                return;
            }
            int home = hash(session.key()) & mask;
            if (((i - home) & mask) >= ((i - gap) & mask)) {
                places[gap] = session;
                gap = i;
            }
        }
    }

    private static int hash(ClientKey key) {
        long ports = ((long) key.port() << 32 | Integer.toUnsignedLong(key.local())) + (long) key.scope() * KEY_THREE;
        long folded = fold(key.high() ^ KEY_ONE, key.low() ^ KEY_TWO);
        long hash = fold(folded ^ KEY_THREE, ports ^ KEY_ONE);
        return (int) (hash ^ hash >>> 32);
    }

    private static long fold(long one, long other) {
        return one * other ^ Math.multiplyHigh(one, other);
    }
}
