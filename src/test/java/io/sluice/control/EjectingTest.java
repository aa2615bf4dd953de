package io.sluice.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.balance.RoundRobin;
import io.sluice.health.EjectionPolicy;
import io.sluice.model.BackendSpec;
import io.sluice.model.BackendState;
import io.sluice.model.Endpoint;
import io.sluice.model.PickPolicy;
import io.sluice.pool.Backend;
import io.sluice.pool.Member;
import io.sluice.pool.QueueRules;
import io.sluice.topology.FailurePolicy;
import io.sluice.topology.PoolSpec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is told and counted of backends that live sessions cannot connect. */
class EjectingTest {

    private final ManualAgenda agenda = new ManualAgenda();
    private final List<Happening> happenings = new ArrayList<>();
    private final PoolController pool = new PoolController(
            spec(new EjectionPolicy(3, Duration.ofSeconds(30), 50)),
            agenda,
            new SplittableRandom(1),
            backend -> {
                throw new AssertionError("sessions of " + backend + " are kept");
            },
            happenings::add);

    private static PoolSpec spec(EjectionPolicy passive) {
        return new PoolSpec(
                "app",
                new RoundRobin(),
                List.of(backend("b1", 1), backend("b2", 2)),
                PoolSpec.CONNECT_TIMEOUT,
                PoolSpec.CONNECT_ATTEMPTS,
                new PoolSpec.Fallback.Cascade(),
                PickPolicy.DEFAULT,
                new FailurePolicy(passive, 0),
                Duration.ZERO,
                null,
                QueueRules.OFF,
                null);
    }

    private static BackendSpec backend(String name, int port) {
        Endpoint endpoint = new Endpoint.Inet(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return new BackendSpec(name, endpoint, 1, 0, BackendState.ENABLED);
    }

    private Member member() {
        return pool.pool().snapshot().members().get(0);
    }

    private void fail(int times) {
        Backend backend = member().backend();
        for (int i = 0; i < times; i++) {
            backend.streak().failed();
        }
        agenda.turn();
    }

    @Test
    void tellsOnceThatABackendIsOutAndOnceThatItIsBack() {
        fail(2);
        assertThat(happenings).isEmpty();
        fail(1);

        assertThat(member().health().ejected()).isTrue();
        assertThat(member().backend().stats().ejections()).isEqualTo(1);
        assertThat(happenings)
                .containsExactly(Happening.change(
                                Happening.Kind.EJECTION, "app", "b1", "admitted", "ejected", "connect_failures")
                        .saying("for 30000 ms, after 3 connect failures in a row"));

        agenda.pass(30_000);
        assertThat(member().health().ejected()).isFalse();
        assertThat(member().backend().stats().ejections()).isEqualTo(1);
        assertThat(happenings)
                .hasSize(2)
                .last()
                .isEqualTo(Happening.change(Happening.Kind.EJECTION, "app", "b1", "ejected", "admitted", "time_over"));
    }

    @Test
    void saysWhyAnEjectedBackendIsNoCandidate() {
        fail(3);

        assertThat(pool.pool().snapshot().narrowing().objection(0)).isEqualTo("it is ejected");
    }
}
