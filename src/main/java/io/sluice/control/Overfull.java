package io.sluice.control;

import io.sluice.pool.Backend;
import io.sluice.pool.Census;
import io.sluice.pool.PoolSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A backend that new sessions may go to and that has more sessions than its share by the weight that counts now. Immutable.
 *
 * @param sessions those that it has past connecting
 */
record Overfull(Backend backend, int sessions, int share) {

    /** The backends that have a share: who is no candidate, or may not be picked, has none. */
    static List<Backend> sharers(PoolSnapshot pool) {
        return eligible(pool)
                .mapToObj(index -> pool.members().get(index).backend())
                .toList();
    }

    /** Those of a pool, in its order. */
    static List<Overfull> of(PoolSnapshot pool, Census census) {
        int[] sharing = eligible(pool).toArray();
        int[] sessions = new int[sharing.length];
        long[] weights = new long[sharing.length];
        int[] limits = new int[sharing.length];
        for (int i = 0; i < sharing.length; i++) {
            int index = sharing[i];
            sessions[i] = census.count(pool.members().get(index).backend());
            weights[i] = (long) pool.weight(index) * pool.ramp(index);
            limits[i] = pool.members().get(index).maxSessions();
        }
        int[] shares = FairShares.of(weights, limits, IntStream.of(sessions).sum());
        List<Overfull> overfull = new ArrayList<>();
        for (int i = 0; i < sharing.length; i++) {
            if (sessions[i] > shares[i]) {
                overfull.add(new Overfull(pool.members().get(sharing[i]).backend(), sessions[i], shares[i]));
            }
        }
        return overfull;
    }

    private static IntStream eligible(PoolSnapshot pool) {
        return IntStream.range(0, pool.size()).filter(pool::isEligible);
    }

    int surplus() {
        return sessions - share;
    }
}
