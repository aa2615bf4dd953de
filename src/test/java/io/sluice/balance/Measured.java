package io.sluice.balance;

import io.sluice.testing.FakeCandidates;
import java.util.random.RandomGenerator;

/** Random pools some of whose members have been measured. */
final class Measured {

    private Measured() {}

    static FakeCandidates pool(RandomGenerator random) {
        FakeCandidates pool =
                new FakeCandidates(random.ints(2 + random.nextInt(15), 1, 101).toArray());
        for (int i = 0; i < pool.size(); i++) {
            if (random.nextInt(4) > 0) {
                pool.measured(i, random.nextInt(6_000), random.nextInt(60_000));
            }
        }
        random.ints(random.nextInt(100), 0, pool.size()).forEach(pool::open);
        return pool;
    }
}
