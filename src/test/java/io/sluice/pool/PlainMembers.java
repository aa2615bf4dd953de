package io.sluice.pool;

import io.sluice.balance.RoundRobin;
import io.sluice.balance.Scheduler;
import io.sluice.model.BackendClass;
import io.sluice.model.BackendState;
import io.sluice.model.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Members and snapshots of a pool {@code app}, as tests of what outlives snapshots need them. */
final class PlainMembers {

    private static final Endpoint NOWHERE =
            new Endpoint.Inet(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9));

    private PlainMembers() {}

    static Backend backend(String name) {
        return new Backend("app", name, NOWHERE);
    }

    static Member enabled(Backend backend) {
        return new Member(backend, 1, 0, BackendState.ENABLED, BackendClass.ALIVE);
    }

    static Member limited(Backend backend, int maxSessions) {
        return new Member(backend, 1, maxSessions, BackendState.ENABLED, BackendClass.ALIVE);
    }

    static Member weighted(Backend backend, int weight) {
        return new Member(backend, weight, 0, BackendState.ENABLED, BackendClass.ALIVE);
    }

    static Member stated(Backend backend, BackendState state) {
        return new Member(backend, 1, 0, state, BackendClass.ALIVE);
    }

    static PoolSnapshot snapshot(Member... members) {
        return snapshot(new RoundRobin(), null, members);
    }

    static PoolSnapshot snapshot(Scheduler scheduler, @Nullable Pool fallback, Member... members) {
        ConnectPolicy connect = new ConnectPolicy(1, 3);
        return new PoolSnapshot(List.of(members), scheduler, connect, fallback, new FromZero());
    }

    /** Rotations begin with the first member. */
    private static final class FromZero implements RandomGenerator {

        private final SplittableRandom draws = new SplittableRandom(1);

        @Override
        public long nextLong() {
            return draws.nextLong();
        }

        @Override
        public int nextInt(int bound) {
            return 0;
        }
    }
}
