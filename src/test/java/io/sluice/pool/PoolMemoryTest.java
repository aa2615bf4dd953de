package io.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.balance.Admission;
import io.sluice.balance.Candidates;
import io.sluice.balance.Picker;
import io.sluice.balance.Scheduler;
import io.sluice.model.BackendClass;
import io.sluice.model.BackendState;
import io.sluice.model.Delay;
import io.sluice.model.Endpoint;
import io.sluice.model.Flow;
import io.sluice.testing.Flows;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What survives when a pool's snapshot is replaced. */
class PoolMemoryTest {

    private static final Backend BACKEND =
            new Backend("app", "a", new Endpoint.Inet(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)));

    @Test
    void anEqualSchedulerGoesOnWhereItLeftOff() {
        PoolSnapshot first = snapshot(new Counting(1), null);
        first.pick(Flows.from(1), Tried.NONE, new SplittableRandom(1));

        PoolSnapshot second = snapshot(new Counting(1), first);

        assertThat(((Counting.Memory) second.picker()).generation()).isEqualTo(2);
    }

    @Test
    void anotherOptionBeginsAnew() {
        PoolSnapshot second = snapshot(new Counting(2), snapshot(new Counting(1), null));

        assertThat(((Counting.Memory) second.picker()).generation()).isEqualTo(1);
    }

    @Test
    void theSchedulersTimeConstantReachesItsBackends() {
        snapshot(new Counting(1), null);
        BACKEND.stats().connected(1_000_000_000);

        long second = System.nanoTime() + 2_000_000_000L;
        assertThat(BACKEND.stats().delay(Delay.CONNECT).peakNanos(second)).isLessThan(500_000_000);
    }

    private static PoolSnapshot snapshot(Scheduler scheduler, @Nullable PoolSnapshot previous) {
        Member member = new Member(BACKEND, 1, 0, BackendState.ENABLED, BackendClass.ALIVE);
        return new PoolSnapshot(
                Narrowing.of(List.of(member), PickRules.DEFAULT),
                scheduler,
                new ConnectPolicy(1, 1),
                null,
                new SplittableRandom(1),
                previous);
    }

    /** Remembers how often it was rebuilt. */
    private record Counting(int option) implements Scheduler {

        @Override
        public String name() {
            return "counting";
        }

        @Override
        public long tauNanos() {
            return 1_000_000_000;
        }

        @Override
        public Picker over(Candidates candidates, RandomGenerator random) {
            return new Memory(1);
        }

        @Override
        public Picker after(Picker previous, Candidates candidates, RandomGenerator random) {
            return new Memory(((Memory) previous).generation + 1);
        }

        private record Memory(int generation) implements Picker {
            @Override
            public int pick(Flow flow, Admission admission, RandomGenerator random) {
                return 0;
            }
        }
    }
}
