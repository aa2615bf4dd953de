package io.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.balance.RoundRobin;
import io.sluice.model.BackendState;
import io.sluice.model.Refusal;
import io.sluice.stats.QueueEnd;
import io.sluice.testing.Flows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who waits, who is served next, and that no place is lost or given twice. */
class WaitingLineTest {

    private static final QueueRules THREE = new QueueRules(Duration.ofSeconds(1), 3);

    private final SplittableRandom random = new SplittableRandom(1);
    private final Backend a = PlainMembers.backend("a");
    private final Backend b = PlainMembers.backend("b");
    private final List<String> turns = new ArrayList<>();

    @Test
    void servesInTheOrderOfArrival() {
        Pool pool = full();
        List<Waiter> waiters = List.of(join(pool, "1"), join(pool, "2"), join(pool, "3"));

        a.release();
        a.release();

        assertThat(turns).containsExactly("1", "2");
        assertThat(waiters.get(0).take()).isSameAs(a);
        assertThat(waiters.get(0).take()).as("a second time").isNull();
        assertThat(waiters.get(1).take()).isSameAs(a);
        assertThat(waiters.get(2).isWaiting()).isTrue();
        assertThat(a.stats().active()).isEqualTo(1);
        assertThat(pool.line().stats().waiting()).isEqualTo(1);
        assertThat(pool.line().stats().ended().count(QueueEnd.SERVED)).isEqualTo(2);
    }

    @Test
    void letsNoNewcomerOvertake() {
        Pool pool = new Pool(
                "app", PlainMembers.snapshot(PlainMembers.limited(a, 1), PlainMembers.limited(b, 1)), THREE, null);
        pick(pool, Tried.NONE);
        pick(pool, Tried.NONE);
        join(pool, "choosy", Tried.NONE.with(a));

        a.release(); // the only one who waits cannot use it

        assertThat(turns).isEmpty();
        assertThat(pick(pool, Tried.NONE)).as("past those who wait").isNull();
        assertThat(pool.lineFor(Tried.NONE)).isSameAs(pool.line());
        join(pool, "newcomer");
        assertThat(turns).containsExactly("newcomer");
    }

    @Test
    void goesToTheFirstThatCanUseThePlace() {
        Pool pool = new Pool(
                "app", PlainMembers.snapshot(PlainMembers.limited(a, 1), PlainMembers.limited(b, 1)), THREE, null);
        pick(pool, Tried.NONE);
        pick(pool, Tried.NONE);
        join(pool, "choosy", Tried.NONE.with(a));
        join(pool, "easy");

        a.release();

        assertThat(turns).containsExactly("easy");
    }

    @Test
    void takesAsManyAsMayWaitAndNoMore() {
        Pool pool = full();
        join(pool, "1");
        join(pool, "2");
        Waiter third = join(pool, "3");

        Waiter refused = waiter(pool, "4", Tried.NONE);
        assertThat(pool.line().join(refused)).isFalse();
        assertThat(pool.line().leave(refused, QueueEnd.LEFT))
                .as("who never waited")
                .isFalse();
        assertThat(pool.line().stats().waiting()).isEqualTo(3);
        assertThat(pool.line().stats().ended().count(QueueEnd.FULL)).isEqualTo(1);
        assertThat(pool.line().leave(third, QueueEnd.LEFT)).isTrue();
        assertThat(pool.line().join(waiter(pool, "5", Tried.NONE)))
                .as("for who left")
                .isTrue();
        assertThat(pool.line().stats().queuedTotal()).isEqualTo(4);
    }

    @Test
    void passesOverWhoHasLeft() {
        Pool pool = full();
        Waiter first = join(pool, "1");
        join(pool, "2");

        assertThat(pool.line().leave(first, QueueEnd.TIMEOUT)).isTrue();
        assertThat(pool.line().leave(first, QueueEnd.LEFT)).as("a second time").isFalse();
        a.release();

        assertThat(turns).containsExactly("2");
        assertThat(first.take()).isNull();
        assertThat(pool.line().stats().ended().count(QueueEnd.TIMEOUT)).isEqualTo(1);
    }

    @Test
    void whoLeavesTooLateGivesThePlaceToTheNext() {
        Pool pool = full();
        Waiter late = join(pool, "1");
        join(pool, "2");
        a.release();

        assertThat(pool.line().leave(late, QueueEnd.LEFT)).isFalse();
        Backend granted = late.take();
        assertThat(granted).isSameAs(a);
        a.release();

        assertThat(turns).containsExactly("1", "2");
        assertThat(a.stats().active()).isEqualTo(1);
    }

    @Test
    void keepsNothingOfThoseWhoLeft() {
        Pool pool = full();
        join(pool, "patient");
        for (int i = 0; i < 100_000; i++) {
            Waiter waiter = waiter(pool, "hasty", Tried.NONE);
            assertThat(pool.line().join(waiter)).isTrue();
            assertThat(pool.line().leave(waiter, QueueEnd.LEFT)).isTrue();
        }

        assertThat(pool.line().length()).isLessThan(200);
        a.release();
        assertThat(turns).containsExactly("patient");
    }

    @Test
    void isServedWhenANewSnapshotHasRoom() {
        Pool pool = full();
        join(pool, "1");
        join(pool, "2");

        pool.publish(PlainMembers.snapshot(PlainMembers.limited(a, 2)));
        assertThat(turns).containsExactly("1");

        pool.publish(PlainMembers.snapshot(PlainMembers.limited(a, 2), PlainMembers.enabled(b)));
        assertThat(turns).containsExactly("1", "2");
        assertThat(b.stats().active()).isEqualTo(1);
    }

    @Test
    void asksAnewWhenNobodyIsLeftToWaitFor() {
        Pool pool = full();
        Waiter waiter = join(pool, "1");

        pool.publish(PlainMembers.snapshot(PlainMembers.stated(a, BackendState.DISABLED)));

        assertThat(turns).containsExactly("1");
        assertThat(waiter.take()).isNull();
        assertThat(pool.line().stats().ended().count(QueueEnd.MOVED)).isEqualTo(1);
        assertThat(pool.refusal()).isEqualTo(Refusal.NO_BACKEND);
        assertThat(pool.lineFor(Tried.NONE)).isNull();
    }

    @Test
    void waitsInTheLineOfThePoolThatFinallyPicksAndAsksAnewWhenItsOwnIsBack() {
        Pool fallback = new Pool("spare", PlainMembers.snapshot(PlainMembers.limited(b, 1)), THREE, null);
        Pool pool = new Pool("app", snapshot(fallback, PlainMembers.stated(a, BackendState.DISABLED)));
        assertThat(pick(pool, Tried.NONE)).isSameAs(b);
        assertThat(pick(pool, Tried.NONE)).isNull();
        assertThat(pool.lineFor(Tried.NONE)).isSameAs(fallback.line());
        Waiter waiter = waiter(pool, "1", Tried.NONE);
        assertThat(fallback.line().join(waiter)).isTrue();
        assertThat(turns).isEmpty();

        pool.publish(snapshot(fallback, PlainMembers.enabled(a)));

        assertThat(turns).containsExactly("1");
        assertThat(waiter.take()).as("nothing of the fallback").isNull();
        assertThat(pick(pool, Tried.NONE)).isSameAs(a);
        assertThat(b.stats().active()).isEqualTo(1);
    }

    @Test
    void sendsBackToItsPoolAlsoWhoWaitsBehindOthersOfTheFallback() {
        Pool fallback = new Pool("spare", PlainMembers.snapshot(PlainMembers.limited(b, 1)), THREE, null);
        Pool pool = new Pool("app", snapshot(fallback, PlainMembers.stated(a, BackendState.DISABLED)));
        assertThat(pick(pool, Tried.NONE)).isSameAs(b);
        Waiter own = join(fallback, "of the fallback");
        assertThat(fallback.line().join(waiter(pool, "of the pool", Tried.NONE)))
                .isTrue();

        pool.publish(snapshot(fallback, PlainMembers.enabled(a)));

        assertThat(turns).containsExactly("of the pool");
        assertThat(own.isWaiting()).isTrue();
        assertThat(fallback.line().stats().waiting()).isEqualTo(1);
    }

    @Test
    void sendsBackWhoJoinsAfterItsPoolHasChanged() {
        Pool fallback = new Pool("spare", PlainMembers.snapshot(PlainMembers.limited(b, 1)), THREE, null);
        Pool pool = new Pool("app", snapshot(fallback, PlainMembers.enabled(a)));
        assertThat(pick(fallback, Tried.NONE)).isSameAs(b);
        join(fallback, "of the fallback");

        assertThat(fallback.line().join(waiter(pool, "late", Tried.NONE))).isTrue();

        assertThat(turns).containsExactly("late");
    }

    @Test
    void asksAnewWhenOnlyBackendsThatItHasTriedAreLeft() {
        Pool pool = new Pool(
                "app", PlainMembers.snapshot(PlainMembers.limited(a, 1), PlainMembers.limited(b, 1)), THREE, null);
        pick(pool, Tried.NONE);
        pick(pool, Tried.NONE);
        join(pool, "easy");
        Waiter choosy = join(pool, "choosy", Tried.NONE.with(a));

        pool.publish(PlainMembers.snapshot(PlainMembers.limited(a, 1), PlainMembers.stated(b, BackendState.DISABLED)));

        assertThat(turns).containsExactly("choosy");
        assertThat(choosy.take()).isNull();
    }

    private static PoolSnapshot snapshot(Pool fallback, Member member) {
        return PlainMembers.snapshot(new RoundRobin(), fallback, member);
    }

    @Test
    void doesNotWaitWithoutAQueueOrForBackendsThatWereTried() {
        Pool without = new Pool("app", PlainMembers.snapshot(PlainMembers.limited(a, 1)));
        Pool with = full();

        assertThat(without.lineFor(Tried.NONE)).isNull();
        assertThat(with.lineFor(Tried.NONE)).isSameAs(with.line());
        assertThat(with.lineFor(Tried.NONE.with(a))).isNull();
        assertThat(new QueueRules(Duration.ZERO, 3).isOn()).isFalse();
        assertThat(new QueueRules(Duration.ofSeconds(1), 0).isOn()).isFalse();
    }

    @Test
    void survivesAnExceptionOnTheWay() {
        boolean[] isBroken = {false};
        Pool pool = full();
        Waiter waiter = new Waiter(
                pool,
                Flows.from(1),
                Tried.NONE,
                task -> {
                    if (!isBroken[0]) {
                        isBroken[0] = true;
                        throw new IllegalStateException("on purpose");
                    }
                    task.run();
                },
                () -> turns.add("never"));
        assertThat(pool.line().join(waiter)).isTrue();
        join(pool, "2");

        assertThatThrownBy(a::release).hasMessage("on purpose");
        assertThat(waiter.take()).isSameAs(a);
        a.release();

        assertThat(turns).containsExactly("2");
    }

    private Pool full() {
        Pool pool = new Pool("app", PlainMembers.snapshot(PlainMembers.limited(a, 1)), THREE, null);
        assertThat(pick(pool, Tried.NONE)).isSameAs(a);
        return pool;
    }

    private @Nullable Backend pick(Pool pool, Tried tried) {
        return pool.pick(Flows.from(1), tried, random);
    }

    private Waiter join(Pool pool, String name) {
        return join(pool, name, Tried.NONE);
    }

    private Waiter join(Pool pool, String name, Tried tried) {
        Waiter waiter = waiter(pool, name, tried);
        assertThat(pool.line().join(waiter)).isTrue();
        return waiter;
    }

    private Waiter waiter(Pool pool, String name, Tried tried) {
        return new Waiter(pool, Flows.from(1), tried, Runnable::run, () -> turns.add(name));
    }
}
