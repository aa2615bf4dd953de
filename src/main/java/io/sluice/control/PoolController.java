package io.sluice.control;

import io.sluice.model.BackendClass;
import io.sluice.model.BackendSpec;
import io.sluice.pool.Backend;
import io.sluice.pool.ConnectPolicy;
import io.sluice.pool.Member;
import io.sluice.pool.Pool;
import io.sluice.pool.PoolSnapshot;
import io.sluice.topology.PoolSpec;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one pool as its specification says: turns backends into members and publishes snapshots. Used on the control loop only.
 */
final class PoolController {

    private final PoolSpec spec;
    private final RandomGenerator random;
    private final List<Member> members;
    private final Pool pool;

    /** @param random where the pickers' rotations start */
    PoolController(PoolSpec spec, RandomGenerator random) {
        this.spec = spec;
        this.random = random;
        this.members =
                spec.backends().stream().map(backend -> member(spec, backend)).toList();
        this.pool = new Pool(spec.name(), snapshot(null));
    }

    /** Publishes what is true now, once all pools are there to be fallen back on. */
    void publish(Function<String, Pool> pools) {
        Pool fallback = spec.fallback() instanceof PoolSpec.Fallback.ToPool to ? pools.apply(to.pool()) : null;
        pool.publish(snapshot(fallback));
    }

    Pool pool() {
        return pool;
    }

    private PoolSnapshot snapshot(@Nullable Pool fallback) {
        ConnectPolicy connect = new ConnectPolicy(spec.connectTimeout().toNanos(), spec.connectAttempts());
        return new PoolSnapshot(members, spec.scheduler(), connect, fallback, random);
    }

    /** Without a check every backend is alive. */
    private static Member member(PoolSpec pool, BackendSpec spec) {
        Backend backend = new Backend(pool.name(), spec.name(), spec.endpoint());
        return new Member(backend, spec.weight(), spec.maxSessions(), spec.state(), BackendClass.ALIVE);
    }
}
