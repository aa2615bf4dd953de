package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stats.Drop;
import io.sluice.testing.Eventually;
import io.sluice.testing.Scene;
import io.sluice.testing.Sluice;
import io.sluice.testing.UdpBackend;
import io.sluice.testing.UdpClient;
import io.sluice.testing.UdpScene;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Case D31: where UDP sessions go. One after the other, so that the counts are exact; all are open at the end. */
class UdpSchedulingIT {

    private static final int SOURCES = 9;

    @RegisterExtension
    final Scene scene = new Scene();

    private final UdpScene udp = new UdpScene(scene);

    @Test
    void sharesEquallyInTurn() throws IOException {
        assertThat(spread("rr", 1, 1, 1)).containsExactly(3L, 3L, 3L);
    }

    @Test
    void sharesByWeightSmoothly() throws IOException {
        assertThat(spread("swrr", 1, 2)).containsExactly(3L, 6L);
        assertThat(spread("swrr", 1, 1, 1)).containsExactly(3L, 3L, 3L);
    }

    @Test
    void levelsOpenSessions() throws IOException {
        assertThat(spread("wlc", 1, 1, 1)).containsExactly(3L, 3L, 3L);
        assertThat(spread("wlc", 1, 2)).containsExactly(3L, 6L);
        assertThat(spread("lc", 1, 1, 1)).containsExactly(3L, 3L, 3L);
    }

    @Test
    void givesNothingToWeightZeroDrainingAndDisabled() throws IOException {
        UdpBackend zero = udp.backend(UdpBackend.named("zero"));
        UdpBackend draining = udp.backend(UdpBackend.named("draining"));
        UdpBackend disabled = udp.backend(UdpBackend.named("disabled"));
        UdpBackend alive = udp.backend(UdpBackend.named("alive"));
        for (String scheduler : EverySchedulerName.BUT_OVERFLOW) {
            Sluice sluice = scene.sluice(
                    """
                    listeners:
                      dns: { listen: "127.0.0.1:0", protocol: udp, pool: app }
                    pools:
                      app:
                        scheduler: %s
                        backends:
                          - { address: "%s", weight: 0 }
                          - { address: "%s", state: draining }
                          - { address: "%s", state: disabled }
                          - "%s"
                    """.formatted(scheduler, zero.address(), draining.address(), disabled.address(), alive.address()));
            for (int source = 1; source <= SOURCES; source++) {
                assertThat(udp.client("127.0.0." + source).ask("", sluice.address()))
                        .as(scheduler)
                        .isEqualTo("alive");
            }
            sluice.close();
        }
        assertThat(zero.received() + draining.received() + disabled.received()).isZero();
    }

    /** By address, never by port: ten sockets of one machine are one client. */
    @Test
    void keepsASourceOnItsBackend() throws IOException {
        List<UdpBackend> backends = three();
        Sluice sluice = scene.sluice(yaml("ip-hash", backends, 1, 1, 1));
        Set<String> used = new HashSet<>();

        for (int source = 1; source <= 20; source++) {
            Set<String> names = new HashSet<>();
            for (int i = 0; i < 10; i++) {
                UdpClient client = udp.client("127.0.0." + source);
                names.add(client.ask("", sluice.address()));
                client.close();
            }
            assertThat(names).as("source " + source).hasSize(1);
            used.addAll(names);
        }

        assertThat(used).hasSize(3);
        sluice.close();
    }

    @Test
    void fillsABackendNoFurtherThanItsLimit() throws IOException {
        List<UdpBackend> backends = three();
        Sluice sluice = scene.sluice(
                """
                listeners:
                  dns: { listen: "127.0.0.1:0", protocol: udp, pool: app }
                pools:
                  app:
                    scheduler: rr
                    backends:
                      - { address: "%s", max_sessions: 1 }
                      - { address: "%s", max_sessions: 2 }
                """.formatted(backends.get(0).address(), backends.get(1).address()));
        List<UdpClient> clients = udp.clients(4);

        for (int i = 0; i < 3; i++) {
            clients.get(i).ask("", sluice.address());
        }
        clients.get(3).send("", sluice.address());

        Eventually.equal("dropped", 1L, () -> UdpScene.dropped(sluice, Drop.BACKENDS_FULL));
        assertThat(List.of(backends.get(0).sources(), backends.get(1).sources()))
                .containsExactly(1, 2);
        sluice.close();
    }

    private List<Long> spread(String scheduler, int... weights) throws IOException {
        List<UdpBackend> backends = three().subList(0, weights.length);
        Sluice sluice = scene.sluice(yaml(scheduler, backends, weights));
        for (UdpClient client : udp.clients(SOURCES)) {
            client.ask("x", sluice.address());
            client.ask("y", sluice.address());
        }
        assertThat(backends.stream().mapToLong(UdpBackend::received).sum())
                .as("a session stays with its backend")
                .isEqualTo(2 * SOURCES);
        List<Long> totals = sluice.backends().stream()
                .map(backend -> backend.stats().total())
                .toList();
        assertThat(backends.stream().map(backend -> (long) backend.sources()).toList())
                .isEqualTo(totals);
        UdpScene.closeAndBalance(sluice, 2 * SOURCES, 2 * SOURCES, 2 * SOURCES, 4 * SOURCES);
        return totals;
    }

    private List<UdpBackend> three() throws IOException {
        return List.of(
                udp.backend(UdpBackend.named("a")),
                udp.backend(UdpBackend.named("b")),
                udp.backend(UdpBackend.named("c")));
    }

    private static String yaml(String scheduler, List<UdpBackend> backends, int... weights) throws IOException {
        StringBuilder text = new StringBuilder("""
                listeners:
                  dns: { listen: "127.0.0.1:0", protocol: udp, pool: app }
                pools:
                  app:
                    scheduler: %s
                    backends:
                """.formatted(scheduler));
        for (int i = 0; i < weights.length; i++) {
            text.append("      - { address: \"%s\", weight: %d }%n"
                    .formatted(backends.get(i).address(), weights[i]));
        }
        return text.toString();
    }
}
