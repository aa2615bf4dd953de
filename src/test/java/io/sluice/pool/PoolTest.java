package io.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.balance.RoundRobin;
import io.sluice.model.BackendClass;
import io.sluice.model.BackendState;
import io.sluice.model.Endpoint;
import io.sluice.model.Flow;
import io.sluice.model.Refusal;
import io.sluice.testing.Flows;
import io.sluice.testing.Scene;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is picked, who is counted, and why nobody is. */
class PoolTest {

    private static final Flow FLOW = Flows.from(1);
    private static final ConnectPolicy CONNECT = new ConnectPolicy(1, 3);

    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void countsTheSessionOnWhomItPicks() {
        Member a = member("a", 1, 0, BackendState.ENABLED);
        Pool pool = pool(null, a);

        assertThat(pick(pool, Tried.NONE)).isSameAs(a.backend());
        assertThat(pick(pool, Tried.NONE)).isSameAs(a.backend());

        assertThat(a.backend().stats().active()).isEqualTo(2);
        assertThat(a.backend().stats().total()).as("reached").isZero();
    }

    @Test
    void offersOnlyEnabledMembersWithAWeightAndAnAddress() {
        Member zero = member("zero", 0, 0, BackendState.ENABLED);
        Member draining = member("draining", 1, 0, BackendState.DRAINING);
        Member disabled = member("disabled", 1, 0, BackendState.DISABLED);
        Member unresolved = member(new Endpoint.Named("nowhere.invalid", 80), "named", 1, 0, BackendState.ENABLED);
        Member good = member("good", 1, 0, BackendState.ENABLED);
        Pool pool = pool(null, zero, draining, disabled, unresolved, good);

        assertThat(pool.snapshot().candidateCount()).isEqualTo(1);
        for (int i = 0; i < 10; i++) {
            assertThat(pick(pool, Tried.NONE)).isSameAs(good.backend());
        }
        assertThat(pick(pool, Tried.NONE.with(good.backend()))).isNull();
    }

    @Test
    void neverPicksABackendTwiceForOneSession() {
        Member a = member("a", 1, 0, BackendState.ENABLED);
        Member b = member("b", 1, 0, BackendState.ENABLED);
        Pool pool = pool(null, a, b);

        Tried tried = Tried.NONE.with(a.backend());

        for (int i = 0; i < 10; i++) {
            assertThat(pick(pool, tried)).isSameAs(b.backend());
        }
        assertThat(pick(pool, tried.with(b.backend()))).isNull();
        assertThat(tried.count()).isEqualTo(1);
        assertThat(Tried.NONE.count()).isZero();
    }

    @Test
    void saysWhyNobodyIsPicked() {
        Member full = member("full", 1, 1, BackendState.ENABLED);
        Pool busy = pool(null, full);
        assertThat(pick(busy, Tried.NONE)).isNotNull();

        assertThat(pick(busy, Tried.NONE)).isNull();
        assertThat(busy.refusal()).isEqualTo(Refusal.BACKENDS_FULL);
        assertThat(pool(null).refusal()).isEqualTo(Refusal.NO_BACKEND);
        assertThat(pool(busy).refusal()).isEqualTo(Refusal.BACKENDS_FULL);
    }

    @Test
    void asksItsFallbackOnlyWithoutCandidates() {
        Member spare = member("spare", 1, 0, BackendState.ENABLED);
        Member full = member("full", 1, 1, BackendState.ENABLED);
        Pool fallback = pool(null, spare);

        assertThat(pick(pool(fallback), Tried.NONE)).isSameAs(spare.backend());

        Pool busy = pool(fallback, full);
        assertThat(pick(busy, Tried.NONE)).isSameAs(full.backend());
        assertThat(pick(busy, Tried.NONE)).as("full is not gone").isNull();
    }

    @Test
    void keepsEveryLimitUnderFourThreads() {
        Member a = member("a", 1, 2, BackendState.ENABLED);
        Member b = member("b", 1, 1, BackendState.ENABLED);
        Pool pool = pool(null, a, b);
        AtomicInteger exceeded = new AtomicInteger();
        AtomicInteger served = new AtomicInteger();

        CompletableFuture<?>[] threads = new CompletableFuture<?>[4];
        for (int i = 0; i < threads.length; i++) {
            SplittableRandom draws = new SplittableRandom(i);
            threads[i] = Scene.async(() -> {
                for (int round = 0; round < 50_000; round++) {
                    Backend picked = pool.pick(FLOW, Tried.NONE, draws);
                    if (picked != null) {
                        served.incrementAndGet();
                        if (a.backend().stats().active() > 2
                                || b.backend().stats().active() > 1) {
                            exceeded.incrementAndGet();
                        }
                        picked.stats().close();
                    }
                }
                return true;
            });
        }
        CompletableFuture.allOf(threads).join();

        assertThat(exceeded.get()).isZero();
        assertThat(served.get()).isPositive();
        assertThat(a.backend().stats().active()).isZero();
        assertThat(b.backend().stats().active()).isZero();
    }

    private @Nullable Backend pick(Pool pool, Tried tried) {
        return pool.pick(FLOW, tried, random);
    }

    private Pool pool(@Nullable Pool fallback, Member... members) {
        return new Pool("app", new PoolSnapshot(List.of(members), new RoundRobin(), CONNECT, fallback, random));
    }

    private static Member member(String name, int weight, int maxSessions, BackendState state) {
        Endpoint endpoint = new Endpoint.Inet(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9));
        return member(endpoint, name, weight, maxSessions, state);
    }

    private static Member member(Endpoint endpoint, String name, int weight, int maxSessions, BackendState state) {
        return new Member(new Backend("app", name, endpoint), weight, maxSessions, state, BackendClass.ALIVE);
    }
}
