package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.BackendState;
import io.sluice.model.Refusal;
import io.sluice.pool.Member;
import io.sluice.pool.PoolSnapshot;
import io.sluice.testing.Eventually;
import io.sluice.testing.Peer;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import io.sluice.testing.Sluice;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Priorities, backups and slow start, end to end, while backends go and come back. */
class PreferenceIT {

    @RegisterExtension
    final Scene scene = new Scene();

    @Test
    void goesDownTheGroupsAndUpAgain() throws Exception {
        Sluice sluice = scene.sluice("""
                listeners:
                  web: { listen: "127.0.0.1:0", protocol: tcp, pool: app }
                pools:
                  app:
                    scheduler: rr
                    backends:
                      - { name: spare, address: "%s", backup: true }
                      - { name: second, address: "%s", priority: 1 }
                      - { name: first, address: "%s" }
                """.formatted(
                        scene.backend(Script.naming("s")).address(),
                        scene.backend(Script.naming("2")).address(),
                        scene.backend(Script.naming("1")).address()));
        assertThat(sessions(sluice, 6)).isEqualTo("111111");

        change(sluice, "first", BackendState.DRAINING, "second");
        assertThat(sessions(sluice, 6)).isEqualTo("222222");

        change(sluice, "second", BackendState.DISABLED, "spare");
        assertThat(sessions(sluice, 6)).isEqualTo("ssssss");

        change(sluice, "first", BackendState.ENABLED, "first");
        assertThat(sessions(sluice, 6)).isEqualTo("111111");
    }

    @Test
    void refusesBesideAFullBackendRatherThanUseALowerGroup() throws Exception {
        ScriptedBackend second = scene.backend(Script.naming("2"));
        Sluice sluice = scene.sluice(
                """
                listeners:
                  web: { listen: "127.0.0.1:0", protocol: tcp, pool: app }
                pools:
                  app:
                    backends:
                      - { address: "%s", max_sessions: 1 }
                      - { address: "%s", priority: 1 }
                """.formatted(scene.backend(Script.namingAndHolding("1")).address(), second.address()));
        assertThat(scene.client(sluice.address()).readText(1)).isEqualTo("1");

        scene.client(sluice.address()).ending();

        Eventually.equal("refused", 1L, () -> sluice.stats().refused().count(Refusal.BACKENDS_FULL));
        assertThat(second.connections()).isZero();
    }

    @Test
    void givesABackendThatComesBackATenthAtFirst() throws Exception {
        Sluice sluice = scene.sluice(pair("10m"));
        assertThat(count(sessions(sluice, 20), 'b'))
                .as("no slow start with the process")
                .isEqualTo(10);

        change(sluice, "b", BackendState.DRAINING, "a");
        change(sluice, "b", BackendState.ENABLED, "a", "b");

        assertThat(count(sessions(sluice, 110), 'b')).isEqualTo(10);
    }

    @Test
    void givesItItsWholeShareAfterTheWindow() throws Exception {
        Sluice sluice = scene.sluice(pair("600ms"));
        change(sluice, "b", BackendState.DRAINING, "a");

        change(sluice, "b", BackendState.ENABLED, "a", "b");
        Eventually.equal(
                "ramp", Member.FULL, () -> snapshot(sluice).members().get(1).ramp());

        assertThat(count(sessions(sluice, 20), 'b')).isEqualTo(10);
    }

    private String pair(String slowStart) throws IOException {
        return """
                listeners:
                  web: { listen: "127.0.0.1:0", protocol: tcp, pool: app }
                pools:
                  app:
                    scheduler: swrr
                    slow_start: %s
                    backends:
                      - { name: a, address: "%s" }
                      - { name: b, address: "%s" }
                """.formatted(
                        slowStart,
                        scene.backend(Script.naming("a")).address(),
                        scene.backend(Script.naming("b")).address());
    }

    private static void change(Sluice sluice, String backend, BackendState state, String... candidates) {
        sluice.state("app", backend, state);
        Eventually.equal("candidates", List.of(candidates), () -> candidates(snapshot(sluice)));
    }

    private static List<String> candidates(PoolSnapshot now) {
        return IntStream.range(0, now.size())
                .filter(now::isCandidate)
                .mapToObj(now::name)
                .toList();
    }

    private static PoolSnapshot snapshot(Sluice sluice) {
        return sluice.inventory().pools().get(0).snapshot();
    }

    /** Who served these sessions, one after the other. */
    private static String sessions(Sluice sluice, int count) throws IOException {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < count; i++) {
            try (Peer client = Peer.connect(sluice.address())) {
                names.append(client.readText(1));
            }
        }
        return names.toString();
    }

    private static int count(String names, char name) {
        return (int) names.chars().filter(each -> each == name).count();
    }
}
