package io.sluice.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.balance.RoundRobin;
import io.sluice.balance.Scheduler;
import io.sluice.balance.SmoothWeighted;
import io.sluice.model.BackendClass;
import io.sluice.model.BackendSpec;
import io.sluice.model.BackendState;
import io.sluice.model.Endpoint;
import io.sluice.model.Health;
import io.sluice.model.Learn;
import io.sluice.model.Objective;
import io.sluice.model.PickPolicy;
import io.sluice.model.ProbeStatistics;
import io.sluice.pool.Backend;
import io.sluice.pool.Member;
import io.sluice.pool.Pool;
import io.sluice.pool.PoolSnapshot;
import io.sluice.pool.Tried;
import io.sluice.testing.Flows;
import io.sluice.topology.PoolSpec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is published when something changes, and how slowly backends start. */
class PoolControllerTest {

    private static final Health FAILED = new Health(BackendClass.FAILED, ProbeStatistics.NONE, false);
    private static final Health ALIVE = Health.UNCHECKED;
    private static final PickPolicy FASTEST = new PickPolicy(Objective.LEASTPING, Duration.ZERO, 0, 1, List.of());

    private final ManualAgenda agenda = new ManualAgenda();
    private final SplittableRandom random = new SplittableRandom(1);
    private final List<Happening> happenings = new ArrayList<>();

    @Test
    void publishesSeveralChangesOfOneTurnAtOnce() {
        PoolController pool = controller(1_000, PickPolicy.DEFAULT, Duration.ZERO);
        PoolSnapshot before = pool.pool().snapshot();

        IntStream.range(0, 900)
                .forEach(i -> assertThat(pool.health("b" + i, FAILED)).isTrue());

        assertThat(pool.pool().snapshot()).as("not yet").isSameAs(before);
        assertThat(agenda.turn()).as("tasks").isEqualTo(1);
        assertThat(pool.pool().snapshot().candidateCount()).isEqualTo(100);
        assertThat(agenda.isIdle()).isTrue();
    }

    @Test
    void keepsBackendsAndCountersOverEveryChange() {
        PoolController pool = controller(2, PickPolicy.DEFAULT, Duration.ZERO);
        Backend first = pool.pool().snapshot().members().get(0).backend();

        pool.health("b0", FAILED);
        pool.weight("b0", 7);
        pool.maxSessions("b0", 9);
        pool.state("b0", BackendState.DRAINING);
        agenda.turn();

        Member member = pool.pool().snapshot().members().get(0);
        assertThat(member.backend()).isSameAs(first);
        assertThat(List.of(member.weight(), member.maxSessions())).containsExactly(7, 9);
        assertThat(member.state()).isEqualTo(BackendState.DRAINING);
        assertThat(member.backendClass()).isEqualTo(BackendClass.FAILED);
        assertThat(pool.health("nobody", FAILED)).isFalse();
    }

    @Test
    void publishesNothingThatNobodyWouldSee() {
        PoolController pool = controller(3, PickPolicy.DEFAULT, Duration.ZERO);
        PoolSnapshot before = pool.pool().snapshot();

        pool.health("b0", ALIVE);
        pool.health("b1", measured(5));
        pool.state("b2", BackendState.ENABLED);

        assertThat(agenda.isIdle()).isTrue();
        assertThat(pool.pool().snapshot()).isSameAs(before);
    }

    @Test
    void waitsForMoreStatisticsAndPublishesOnlyOtherCandidates() {
        PoolController pool = controller(3, FASTEST, Duration.ZERO);
        pool.health("b0", measured(30));
        pool.health("b1", measured(20));
        pool.health("b2", measured(40));
        assertThat(agenda.turn()).as("at once").isZero();
        agenda.pass(100);
        assertThat(candidates(pool)).containsExactly("b1");
        PoolSnapshot before = pool.pool().snapshot();

        pool.health("b1", measured(10));
        agenda.pass(100);
        assertThat(pool.pool().snapshot()).as("the same candidates").isSameAs(before);

        pool.health("b2", measured(5));
        agenda.pass(100);
        assertThat(candidates(pool)).containsExactly("b2");
        assertThat(agenda.isIdle()).isTrue();
    }

    @Test
    void letsThePickerGoOnWhereTheCandidatesStay() {
        PoolController pool = controller(3, PickPolicy.DEFAULT, Duration.ZERO);
        List<String> picked = new ArrayList<>();

        for (int i = 0; i < 9; i++) {
            picked.add(pick(pool.pool()));
            pool.maxSessions("b0", 100 + i);
            agenda.turn();
        }

        assertThat(picked.subList(3, 6)).isEqualTo(picked.subList(0, 3)).doesNotHaveDuplicates();
        assertThat(picked.subList(6, 9)).isEqualTo(picked.subList(0, 3));
    }

    @Test
    void startsARecoveredBackendSlowly() {
        PoolController pool = controller(4, PickPolicy.DEFAULT, Duration.ofSeconds(60));
        assertThat(ramp(pool, 0)).as("not at process start").isEqualTo(100);
        pool.health("b0", FAILED);
        agenda.turn();
        pool.health("b0", ALIVE);
        agenda.turn();

        List<Integer> seen = new ArrayList<>();
        long passed = 0;
        for (int seconds : new int[] {0, 3, 6, 15, 30, 45, 59, 60}) {
            agenda.pass(TimeUnit.SECONDS.toMillis(seconds) - passed);
            passed = TimeUnit.SECONDS.toMillis(seconds);
            seen.add(ramp(pool, 0));
        }

        assertThat(seen).containsExactly(10, 10, 10, 25, 50, 75, 98, 100);
        assertThat(agenda.isIdle()).as("the timer has stopped").isTrue();
        assertThat(ramp(pool, 1)).isEqualTo(100);
    }

    @Test
    void startsAnEnabledBackendSlowlyAndForgetsItWhenItFailsAgain() {
        PoolController pool = controller(4, PickPolicy.DEFAULT, Duration.ofSeconds(10));
        pool.state("b0", BackendState.DISABLED);
        pool.state("b0", BackendState.ENABLED);
        agenda.pass(5_000);
        assertThat(ramp(pool, 0)).isEqualTo(50);

        pool.health("b0", FAILED);
        agenda.pass(2_000);
        pool.health("b0", ALIVE);
        agenda.pass(2_000);

        assertThat(ramp(pool, 0)).as("from the beginning").isEqualTo(20);
    }

    @Test
    void startsNobodySlowlyWhenMostWould() {
        PoolController pool = controller(4, PickPolicy.DEFAULT, Duration.ofSeconds(10));
        fail(pool, 4);
        pool.health("b0", ALIVE);
        agenda.turn();
        assertThat(ramp(pool, 0)).as("alone").isEqualTo(100);

        pool.health("b1", ALIVE);
        agenda.turn();
        assertThat(ramp(pool, 1)).as("one of two").isEqualTo(10);

        pool.health("b2", ALIVE);
        agenda.turn();
        assertThat(List.of(ramp(pool, 1), ramp(pool, 2))).as("two of three").containsExactly(100, 100);
        assertThat(agenda.isIdle()).isFalse();
        agenda.pass(1_000);
        assertThat(agenda.isIdle()).isTrue();
    }

    @Test
    void neverShrinksAShareWhileItsBackendCanBeUsed() {
        for (long seed = 0; seed < 200; seed++) {
            Random chance = new Random(seed);
            PoolController pool = controller(6, PickPolicy.DEFAULT, Duration.ofSeconds(20));
            int[] last = new int[6];
            for (int step = 0; step < 60; step++) {
                int changed = chance.nextInt(6);
                pool.health("b" + changed, chance.nextInt(3) == 0 ? FAILED : ALIVE);
                agenda.pass(chance.nextInt(4_000));
                for (int i = 0; i < 6; i++) {
                    Member member = pool.pool().snapshot().members().get(i);
                    int ramp = member.isUsable() ? member.ramp() : 0;
                    assertThat(ramp == 0 || (ramp >= last[i] && ramp >= 10 && ramp <= 100))
                            .as("seed %s step %s: b%s from %s to %s", seed, step, i, last[i], ramp)
                            .isTrue();
                    last[i] = ramp;
                }
            }
            agenda.pass(21_000);
            assertThat(IntStream.range(0, 6).allMatch(i -> ramp(pool, i) == 100))
                    .as("seed %s: the whole weight at the end", seed)
                    .isTrue();
        }
    }

    @Test
    void looksAtSharesOftenEnoughForTheWindow() {
        assertThat(new SlowStart(Duration.ofSeconds(60).toNanos()).periodNanos())
                .isEqualTo(1_000_000_000L);
        assertThat(new SlowStart(Duration.ofSeconds(5).toNanos()).periodNanos()).isEqualTo(250_000_000L);
        assertThat(new SlowStart(1).periodNanos()).isEqualTo(50_000_000L);
        assertThat(SlowStart.percent(Long.MAX_VALUE / 2, Duration.ofDays(365).toNanos()))
                .isEqualTo(100);
    }

    @Test
    void asksTrafficOnceASecond() {
        PickPolicy traffic = new PickPolicy(Objective.LEASTPING, Duration.ZERO, 0, 1, List.of(), Learn.TRAFFIC, null);
        PoolController pool = controller(3, traffic, Duration.ZERO);
        pool.publish(name -> pool.pool());
        agenda.pass(1_000);
        pool.pool().snapshot().members().get(2).backend().stats().connected(5);

        agenda.pass(999);
        pool.pool().snapshot().members().get(1).backend().stats().connected(3);
        agenda.pass(1);
        assertThat(candidates(pool)).containsExactly("b1");
    }

    private void fail(PoolController pool, int count) {
        IntStream.range(0, count).forEach(i -> pool.health("b" + i, FAILED));
        agenda.turn();
    }

    private static int ramp(PoolController pool, int index) {
        return pool.pool().snapshot().members().get(index).ramp();
    }

    private String pick(Pool pool) {
        Backend picked = pool.pick(Flows.from(1), Tried.NONE, random);
        assertThat(picked).isNotNull();
        return picked.name();
    }

    private static List<String> candidates(PoolController pool) {
        PoolSnapshot now = pool.pool().snapshot();
        return IntStream.range(0, now.size())
                .filter(now::isCandidate)
                .mapToObj(now::name)
                .toList();
    }

    private static Health measured(int millis) {
        long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
        return new Health(BackendClass.ALIVE, new ProbeStatistics(2, 0, nanos, nanos, nanos, 0), false);
    }

    private PoolController controller(int backends, PickPolicy pick, Duration slowStart) {
        Scheduler scheduler = slowStart.isZero() ? new RoundRobin() : new SmoothWeighted();
        List<BackendSpec> specs = IntStream.range(0, backends)
                .mapToObj(i -> new BackendSpec(
                        "b" + i,
                        new Endpoint.Inet(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1 + i)),
                        1,
                        0,
                        BackendState.ENABLED))
                .toList();
        PoolSpec spec = PoolSpec.of("app", scheduler, specs).with(pick, slowStart);
        return new PoolController(spec, agenda, random, PoolControllerTest::noEvacuation, happenings::add);
    }

    private static Evacuation noEvacuation(Backend backend) {
        throw new AssertionError("sessions of " + backend + " are kept");
    }
}
