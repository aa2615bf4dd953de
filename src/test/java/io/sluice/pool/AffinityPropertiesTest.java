package io.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.balance.RoundRobin;
import io.sluice.model.BackendClass;
import io.sluice.model.BackendState;
import io.sluice.pool.AffinityRules.Drained;
import io.sluice.testing.Flows;
import io.sluice.testing.Scene;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Property 16, against a model of one line: within the timeout, the same client goes to the same server while that may serve it. */
class AffinityPropertiesTest {

    private static final int STEPS = 20_000;
    private static final int TIMEOUT_SECONDS = 100;

    private final List<Backend> backends = new ArrayList<>();
    private final AtomicLong seconds = new AtomicLong();

    /** What the model knows of a client. */
    private record Home(Backend backend, long untilSeconds) {}

    @ParameterizedTest
    @EnumSource(Drained.class)
    void agreesWithTheModel(Drained drained) {
        for (long seed = 1; seed <= 5; seed++) {
            agreesWithTheModel(drained, seed);
        }
    }

    private void agreesWithTheModel(Drained drained, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        backends.clear();
        for (int i = 0; i < 5; i++) {
            backends.add(PlainMembers.backend("b" + i));
        }
        Affinity affinity = affinity(drained);
        PoolSnapshot now = snapshot(random);
        Pool pool = new Pool("app", now, QueueRules.OFF, affinity);
        Map<Integer, Home> model = new HashMap<>();
        for (int step = 0; step < STEPS; step++) {
            int what = random.nextInt(20);
            if (what == 0) {
                now = snapshot(random);
                pool.publish(now);
            } else if (what == 1) {
                affinity.sweep();
            } else if (what == 2) {
                seconds.addAndGet(random.nextInt(TIMEOUT_SECONDS));
            } else {
                int client = random.nextInt(40);
                Backend picked = pool.pick(Flows.from(client), Tried.NONE, random);
                check(drained, now, model.get(client), picked, "seed " + seed + " step " + step);
                if (picked != null) {
                    model.put(client, new Home(picked, seconds.get() + TIMEOUT_SECONDS));
                    picked.release();
                }
            }
        }
        assertThat(affinity.entries()).as("seed %d", seed).isLessThanOrEqualTo(model.size());
    }

    private void check(Drained drained, PoolSnapshot now, @Nullable Home home, @Nullable Backend picked, String where) {
        if (home != null
                && home.untilSeconds() > seconds.get()
                && mayServe(now, home.backend(), drained == Drained.KEEP)) {
            assertThat(picked).as(where).isSameAs(home.backend());
        } else if (picked == null) {
            assertThat(now.candidateCount()).as(where).isZero();
        } else {
            assertThat(mayServe(now, picked, false)).as(where).isTrue();
        }
    }

    private static boolean mayServe(PoolSnapshot now, Backend backend, boolean evenDrained) {
        return now.members().stream()
                .filter(member -> member.backend() == backend)
                .anyMatch(member -> member.backendClass() != BackendClass.FAILED
                        && (evenDrained
                                ? member.state() != BackendState.DISABLED
                                : member.state() == BackendState.ENABLED && member.weight() > 0));
    }

    /** Any backend may be missing, drained in either way, or disabled. */
    private PoolSnapshot snapshot(SplittableRandom random) {
        List<Member> members = new ArrayList<>();
        for (Backend backend : backends) {
            switch (random.nextInt(8)) {
                case 0 -> {}
                case 1 -> members.add(PlainMembers.weighted(backend, 0));
                case 2 -> members.add(PlainMembers.stated(backend, BackendState.DRAINING));
                case 3 -> members.add(PlainMembers.stated(backend, BackendState.DISABLED));
                default -> members.add(PlainMembers.enabled(backend));
            }
        }
        return PlainMembers.snapshot(new RoundRobin(), null, members.toArray(Member[]::new));
    }

    /** Many first sessions of one client at once all go to the same backend, and no count is lost. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void decidesForAllWhoComeAtOnce(int count) {
        int rounds = 5_000;
        Backend a = PlainMembers.backend("a");
        Backend b = PlainMembers.backend("b");
        Pool pool = new Pool(
                "app",
                PlainMembers.snapshot(PlainMembers.enabled(a), PlainMembers.enabled(b)),
                QueueRules.OFF,
                affinity(Drained.MOVE));
        Map<Integer, Backend> homes = new ConcurrentHashMap<>();
        CyclicBarrier together = new CyclicBarrier(count);
        CompletableFuture<?>[] threads = new CompletableFuture<?>[count];
        for (int i = 0; i < count; i++) {
            SplittableRandom random = new SplittableRandom(i);
            threads[i] = Scene.async(() -> {
                for (int client = 0; client < rounds; client++) {
                    together.await(10, TimeUnit.SECONDS);
                    Backend picked = pool.pick(Flows.from(client), Tried.NONE, random);
                    assertThat(picked).isNotNull();
                    Backend other = homes.putIfAbsent(client, picked);
                    assertThat(other == null || other == picked).isTrue();
                }
                return true;
            });
        }
        CompletableFuture.allOf(threads).join();

        assertThat(a.stats().active() + b.stats().active()).isEqualTo(count * rounds);
    }

    private Affinity affinity(Drained drained) {
        AffinityRules rules = new AffinityRules(32, 64, Duration.ofSeconds(TIMEOUT_SECONDS), 100_000, drained);
        return new Affinity(rules, () -> TimeUnit.SECONDS.toNanos(seconds.get()));
    }
}
