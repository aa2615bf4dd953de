package io.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.balance.RoundRobin;
import io.sluice.model.BackendClass;
import io.sluice.model.BackendState;
import io.sluice.pool.AffinityRules.Drained;
import io.sluice.testing.Flows;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Persistence as IPVS (1.14) and HAProxy (2.11) have it: who comes back to whom, and for how long. */
class AffinityTest {

    private final SplittableRandom random = new SplittableRandom(1);
    private final AtomicLong seconds =
            new AtomicLong(Long.MAX_VALUE / 1_000_000_000L - 100); // the clock overflows soon
    private final Backend a = PlainMembers.backend("a");
    private final Backend b = PlainMembers.backend("b");

    @Test
    void keepsANetworkForTheTimeoutAsIpvsDoes() {
        Pool pool = pool(rules(24, 300, 100, Drained.MOVE));

        assertThat(pick(pool, "10.0.0.1")).isSameAs(a);
        after(10);
        assertThat(pick(pool, "10.0.0.77")).isSameAs(a);
        assertThat(pick(pool, "10.0.1.1")).isSameAs(b);
        assertThat(pick(pool, "10.0.2.1")).as("the turn after").isSameAs(a);
        after(390);
        assertThat(pick(pool, "10.0.0.9")).as("a new pick").isSameAs(b);
    }

    @Test
    void restartsTheTimeWithEverySession() {
        Pool pool = pool(rules(32, 300, 100, Drained.MOVE));

        for (int i = 0; i < 10; i++) {
            assertThat(pick(pool, "10.0.0.1")).isSameAs(a);
            after(299);
        }
        after(1);

        assertThat(pick(pool, "10.0.0.1")).isSameAs(b);
    }

    @Test
    void movesOrKeepsTheClientsOfADrainedBackendAsTheFlagSays() {
        for (Member drained :
                new Member[] {PlainMembers.weighted(a, 0), PlainMembers.stated(a, BackendState.DRAINING)}) {
            Pool moving = pool(rules(24, 300, 100, Drained.MOVE));
            Pool keeping = pool(rules(24, 300, 100, Drained.KEEP));
            assertThat(pick(moving, "10.0.0.1")).isSameAs(a);
            assertThat(pick(keeping, "10.0.0.1")).isSameAs(a);

            moving.publish(PlainMembers.snapshot(drained, PlainMembers.enabled(b)));
            keeping.publish(PlainMembers.snapshot(drained, PlainMembers.enabled(b)));

            assertThat(pick(moving, "10.0.0.50")).isSameAs(b);
            assertThat(pick(keeping, "10.0.0.50")).isSameAs(a);
            assertThat(pick(keeping, "10.0.3.1")).as("a newcomer").isSameAs(b);
            moving.publish(PlainMembers.snapshot(PlainMembers.enabled(a), PlainMembers.enabled(b)));
            assertThat(pick(moving, "10.0.0.1")).as("stays where it moved").isSameAs(b);
        }
    }

    @Test
    void keepsNobodyOnADisabledFailedOrRemovedBackend() {
        Member failed = new Member(a, 0, 0, BackendState.ENABLED, BackendClass.FAILED);
        for (Member gone :
                new Member[] {PlainMembers.stated(a, BackendState.DISABLED), failed, PlainMembers.enabled(b)}) {
            Pool pool = pool(rules(32, 300, 100, Drained.KEEP));
            assertThat(pick(pool, "10.0.0.1")).isSameAs(a);

            pool.publish(PlainMembers.snapshot(gone, PlainMembers.enabled(b)));

            assertThat(pick(pool, "10.0.0.1")).isSameAs(b);
            pool.publish(PlainMembers.snapshot(PlainMembers.enabled(a), PlainMembers.enabled(b)));
            for (int i = 0; i < 4; i++) {
                assertThat(pick(pool, "10.0.0.1")).as("after a is back").isSameAs(b);
            }
        }
    }

    /** HAProxy: c1→A, c2→B, c1→A; A weight 0: c1→A, c3→B; A down: c1→B and stays on B after A returns. */
    @Test
    void sticksAsHaproxyDoes() {
        Pool pool = pool(rules(32, 1800, 100, Drained.KEEP));
        assertThat(pick(pool, "10.0.0.1")).isSameAs(a);
        assertThat(pick(pool, "10.0.0.2")).isSameAs(b);
        assertThat(pick(pool, "10.0.0.1")).isSameAs(a);

        pool.publish(PlainMembers.snapshot(PlainMembers.weighted(a, 0), PlainMembers.enabled(b)));
        assertThat(pick(pool, "10.0.0.1")).isSameAs(a);
        assertThat(pick(pool, "10.0.0.3")).isSameAs(b);

        pool.publish(PlainMembers.snapshot(
                new Member(a, 0, 0, BackendState.ENABLED, BackendClass.FAILED), PlainMembers.enabled(b)));
        assertThat(pick(pool, "10.0.0.1")).isSameAs(b);

        pool.publish(PlainMembers.snapshot(PlainMembers.enabled(a), PlainMembers.enabled(b)));
        assertThat(pick(pool, "10.0.0.1")).isSameAs(b);
        assertThat(pick(pool, "10.0.0.1")).isSameAs(b);
    }

    @Test
    void goesElsewhereForOneSessionWhileItsBackendIsFull() {
        Pool pool = new Pool(
                "app",
                PlainMembers.snapshot(PlainMembers.limited(a, 1), PlainMembers.enabled(b)),
                QueueRules.OFF,
                affinity(rules(32, 300, 100, Drained.MOVE)));
        assertThat(pick(pool, "10.0.0.1")).isSameAs(a);

        assertThat(pick(pool, "10.0.0.1")).isSameAs(b);
        a.release();

        assertThat(pick(pool, "10.0.0.1")).isSameAs(a);
    }

    @Test
    void movesAfterAFailedConnectToWhomeverIsPickedThen() {
        Pool pool = pool(rules(32, 300, 100, Drained.MOVE));
        assertThat(pick(pool, "10.0.0.1")).isSameAs(a);

        assertThat(pool.pick(Flows.from("10.0.0.1"), Tried.NONE.with(a), random))
                .isSameAs(b);

        for (int i = 0; i < 4; i++) {
            assertThat(pick(pool, "10.0.0.1")).isSameAs(b);
        }
    }

    @Test
    void remembersNobodyForAFailedPick() {
        Affinity affinity = affinity(rules(32, 300, 100, Drained.MOVE));
        Pool pool = new Pool("app", PlainMembers.snapshot(PlainMembers.limited(a, 1)), QueueRules.OFF, affinity);
        assertThat(pick(pool, "10.0.0.1")).isSameAs(a);

        assertThat(pick(pool, "10.0.0.2")).isNull();

        assertThat(affinity.entries()).isEqualTo(1);
    }

    @Test
    void isBounded() {
        Affinity affinity = affinity(rules(32, 300, 2, Drained.MOVE));
        Pool pool = new Pool(
                "app",
                PlainMembers.snapshot(PlainMembers.enabled(a), PlainMembers.enabled(b)),
                QueueRules.OFF,
                affinity);
        for (int client = 1; client <= 5; client++) {
            assertThat(pick(pool, "10.0.0." + client)).isNotNull();
        }

        assertThat(affinity.entries()).isEqualTo(2);
        assertThat(affinity.refusedTotal()).isEqualTo(3);
        after(301);
        affinity.sweep();
        assertThat(affinity.entries()).isZero();
        assertThat(pick(pool, "10.0.0.5")).isNotNull();
        assertThat(affinity.entries()).isEqualTo(1);
    }

    @Test
    void sweepsOnlyWhatHasExpiredAndNotTooOften() {
        Affinity affinity = affinity(rules(32, 300, 100, Drained.MOVE));
        Pool pool = new Pool("app", PlainMembers.snapshot(PlainMembers.enabled(a)), QueueRules.OFF, affinity);
        pick(pool, "10.0.0.1");
        after(200);
        pick(pool, "10.0.0.2");
        after(101);

        affinity.sweep();
        assertThat(affinity.entries()).isEqualTo(1);

        after(1);
        pick(pool, "10.0.0.3");
        after(18); // not yet a sixteenth of the timeout
        affinity.sweep();
        assertThat(affinity.entries()).isEqualTo(2);
        after(300);
        affinity.sweep();
        assertThat(affinity.entries()).isZero();
    }

    @Test
    void keepsItsClientsThoughOthersWouldGoToTheFallback() {
        Pool fallback = new Pool("spare", PlainMembers.snapshot(PlainMembers.enabled(b)));
        Pool pool = new Pool(
                "app",
                PlainMembers.snapshot(PlainMembers.enabled(a)),
                QueueRules.OFF,
                affinity(rules(32, 300, 100, Drained.KEEP)));
        assertThat(pick(pool, "10.0.0.1")).isSameAs(a);

        pool.publish(PlainMembers.snapshot(new RoundRobin(), fallback, PlainMembers.stated(a, BackendState.DRAINING)));

        assertThat(pick(pool, "10.0.0.1")).isSameAs(a);
        assertThat(pick(pool, "10.0.0.2")).isSameAs(b);
    }

    private Pool pool(AffinityRules rules) {
        return new Pool(
                "app",
                PlainMembers.snapshot(PlainMembers.enabled(a), PlainMembers.enabled(b)),
                QueueRules.OFF,
                affinity(rules));
    }

    private Affinity affinity(AffinityRules rules) {
        return new Affinity(rules, () -> TimeUnit.SECONDS.toNanos(1) * seconds.get());
    }

    private static AffinityRules rules(int mask, int timeoutSeconds, int max, Drained drained) {
        return new AffinityRules(mask, 64, Duration.ofSeconds(timeoutSeconds), max, drained);
    }

    private void after(int passed) {
        seconds.addAndGet(passed);
    }

    private @Nullable Backend pick(Pool pool, String client) {
        return pool.pick(Flows.from(client), Tried.NONE, random);
    }
}
