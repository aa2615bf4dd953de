package io.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.balance.Scheduler;
import io.sluice.balance.Schedulers;
import io.sluice.balance.SplitMix64;
import io.sluice.model.BackendClass;
import io.sluice.model.BackendState;
import io.sluice.model.Endpoint;
import io.sluice.model.Refusal;
import io.sluice.testing.Flows;
import io.sluice.testing.GivenOptions;
import io.sluice.testing.Scene;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Four loops pick, try again and end sessions while the control loop publishes one snapshot after the other. */
class PoolThreadsTest {

    private static final int THREADS = 4;
    private static final int ROUNDS = 10_000;
    private static final int SNAPSHOTS = 50;
    private static final int MOST_OPEN = 8;
    private static final int[] LIMITS = {5, 3, 0, 7};
    private static final ConnectPolicy CONNECT = new ConnectPolicy(1, 3);

    private final List<Backend> backends = new ArrayList<>();
    private final AtomicInteger published = new AtomicInteger();

    /** No limit is ever exceeded, nobody is picked twice for one session, and in the end every session is uncounted. */
    @ParameterizedTest
    @MethodSource("io.sluice.balance.Schedulers#names")
    void keepsItsBooksWhateverHappensMeanwhile(String name) {
        for (int i = 0; i < LIMITS.length; i++) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9 + i);
            backends.add(new Backend("app", "b" + i, new Endpoint.Inet(address)));
        }
        Scheduler scheduler = Objects.requireNonNull(Schedulers.create(name, GivenOptions.NONE));
        Pool pool = new Pool("app", snapshot(scheduler, new SplitMix64(1)));
        AtomicBoolean isOver = new AtomicBoolean();
        CompletableFuture<Boolean> control = Scene.async(() -> publish(pool, scheduler, isOver));

        List<CompletableFuture<Integer>> loops = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int seed = thread;
            loops.add(Scene.async(() -> pickAndEnd(pool, new SplitMix64(seed))));
        }
        int served = loops.stream().mapToInt(CompletableFuture::join).sum();
        isOver.set(true);

        assertThat(served).isGreaterThan(THREADS * MOST_OPEN);
        assertThat(control.join()).isTrue();
        assertThat(backends)
                .allSatisfy(backend -> assertThat(backend.stats().active()).isZero());
    }

    private boolean publish(Pool pool, Scheduler scheduler, AtomicBoolean isOver) {
        RandomGenerator random = new SplitMix64(99);
        while (!isOver.get()) {
            pool.publish(snapshot(scheduler, random));
            published.incrementAndGet();
            Thread.onSpinWait();
        }
        return true;
    }

    /** The first is always a candidate, the others now and then. */
    private PoolSnapshot snapshot(Scheduler scheduler, RandomGenerator random) {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < LIMITS.length; i++) {
            boolean isEnabled = i == 0 || random.nextBoolean();
            members.add(new Member(
                    backends.get(i),
                    20 + random.nextInt(3),
                    LIMITS[i],
                    isEnabled ? BackendState.ENABLED : BackendState.DRAINING,
                    BackendClass.ALIVE));
        }
        return new PoolSnapshot(members, scheduler, CONNECT, null, random);
    }

    /** Goes on until there have been some snapshots, however the machine shares out its time. */
    private int pickAndEnd(Pool pool, RandomGenerator random) {
        Deque<Backend> open = new ArrayDeque<>();
        int served = 0;
        for (int round = 0; round < ROUNDS || published.get() < SNAPSHOTS; round++) {
            Backend first = pool.pick(Flows.from(round), Tried.NONE, random);
            if (first != null) {
                served++;
                open.add(first);
                checkLimits();
            }
            if (first != null && random.nextInt(4) == 0) {
                Backend second = pool.pick(Flows.from(round), Tried.NONE.with(first), random);
                assertThat(second).isNotSameAs(first);
                if (second != null) {
                    open.add(second);
                }
            }
            while (open.size() > random.nextInt(MOST_OPEN)) {
                open.remove().stats().close();
            }
            assertThat(pool.refusal()).isEqualTo(Refusal.BACKENDS_FULL);
        }
        open.forEach(backend -> backend.stats().close());
        return served;
    }

    private void checkLimits() {
        for (int i = 0; i < LIMITS.length; i++) {
            int active = backends.get(i).stats().active();
            assertThat(active).isBetween(0, LIMITS[i] == 0 ? 2 * THREADS * MOST_OPEN : LIMITS[i]);
        }
    }
}
