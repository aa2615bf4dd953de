package io.sluice.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.balance.RoundRobin;
import io.sluice.model.BackendState;
import io.sluice.pool.Backend;
import io.sluice.topology.PoolSpec;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Whose sessions are ended while a backend drains, which first, and until when. */
class GradualDrainTest {

    private final ManualAgenda agenda = new ManualAgenda();
    private final FakeSessions sessions = new FakeSessions(agenda);
    private final PoolController pool = new PoolController(
            PoolSpec.of("app", new RoundRobin(), List.of(FakeSessions.spec("b1", 1, 1), FakeSessions.spec("b2", 2, 1))),
            agenda,
            new SplittableRandom(1),
            backend -> {
                throw new AssertionError("sessions of " + backend + " are kept");
            },
            happening -> {});
    private final GradualDrains drains = new GradualDrains(sessions.means());

    private Backend backend(String name) {
        return pool.pool().snapshot().members().stream()
                .map(member -> member.backend())
                .filter(backend -> backend.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void drain(int perSecond, Duration leastAge) {
        assertThat(pool.state("b1", BackendState.DRAINING)).isTrue();
        drains.replace(pool, backend("b1"), new DrainPace(perSecond, leastAge));
    }

    @Test
    void endsTheOldestFirstUntilThereAreNone() {
        sessions.begin(backend("b2"), 10);
        for (int i = 0; i < 200; i++) {
            sessions.begin(backend("b1"), 1);
            agenda.pass(1);
        }

        drain(50, Duration.ZERO);
        agenda.pass(2_000);
        assertThat(sessions.ended().size()).isBetween(95, 100);
        agenda.pass(2_500);

        assertThat(sessions.ended())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(11, 210).boxed().toList());
        assertThat(sessions.looks()).as("looks at all sessions in 4 seconds").isLessThanOrEqualTo(8);
        assertThat(sessions.told())
                .containsExactly("null>drain command: rate 50/s", "drain>null empty: ended 200 sessions");
        assertThat(backend("b2").stats().active()).isEqualTo(10);
        agenda.pass(1_000);
        assertThat(agenda.isIdle()).isTrue();
    }

    @Test
    void waitsForThoseThatAreTooYoung() {
        sessions.begin(backend("b1"), 3);
        agenda.pass(60_000);
        sessions.begin(backend("b1"), 2);

        drain(100, Duration.ofMinutes(1));
        agenda.pass(59_000);
        assertThat(sessions.ended()).containsExactly(1L, 2L, 3L);
        assertThat(sessions.looks()).as("four a second").isLessThanOrEqualTo(4 * 59 + 1);
        agenda.pass(1_400);

        assertThat(sessions.ended()).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(sessions.told())
                .containsExactly("null>drain command: rate 100/s, max age 1m", "drain>null empty: ended 5 sessions");
    }

    @Test
    void countsOnlyWhatItHasEnded() {
        sessions.begin(backend("b1"), 20);
        drain(10, Duration.ZERO);
        agenda.pass(1_050);
        assertThat(sessions.ended().size()).isBetween(8, 10);

        LongStream.rangeClosed(11, 20).forEach(sessions::leave);
        agenda.pass(2_000);

        assertThat(sessions.told()).last().isEqualTo("drain>null empty: ended 10 sessions");
    }

    @Test
    void stopsWhenTheBackendDrainsNoMore() {
        sessions.begin(backend("b1"), 20);
        drain(10, Duration.ZERO);
        agenda.pass(550);
        int before = sessions.ended().size();

        pool.state("b1", BackendState.ENABLED);
        drains.review();
        agenda.pass(5_000);

        assertThat(sessions.ended()).hasSize(before);
        assertThat(sessions.told()).last().isEqualTo("drain>null enabled: ended " + before + " sessions");
        assertThat(agenda.isIdle()).isTrue();
    }

    @Test
    void stopsWithItsPool() {
        sessions.begin(backend("b1"), 20);
        drain(10, Duration.ZERO);
        agenda.pass(550);

        pool.close(new Departed());
        drains.review();

        assertThat(sessions.told()).last().asString().startsWith("drain>null removed: ");
    }

    @Test
    void isReplacedByTheNext() {
        sessions.begin(backend("b1"), 100);
        drain(10, Duration.ZERO);
        agenda.pass(1_050);
        int before = sessions.ended().size();

        drains.replace(pool, backend("b1"), new DrainPace(40, Duration.ofHours(1)));
        agenda.pass(5_000);
        assertThat(sessions.ended()).hasSize(before);
        drains.replace(pool, backend("b1"), null);

        assertThat(sessions.told())
                .containsExactly(
                        "null>drain command: rate 10/s",
                        "drain>null replaced: ended " + before + " sessions",
                        "null>drain command: rate 40/s, max age 1h",
                        "drain>null replaced: ended 0 sessions");
        agenda.pass(100);
        assertThat(agenda.isIdle()).isTrue();
    }
}
