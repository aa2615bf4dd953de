package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Eventually;
import io.sluice.testing.Peer;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import io.sluice.testing.Sluice;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Case D35: where sessions go, end to end. One session after the other, so that the counts are exact. */
class SchedulingIT {

    @RegisterExtension
    final Scene scene = new Scene();

    @Test
    void sharesEquallyInTurn() throws Exception {
        List<ScriptedBackend> backends = three();
        Sluice sluice = scene.sluice(pool("rr", backends, 1, 1, 1));

        sessions(sluice, 300);

        assertThat(counts(backends)).containsExactly(100, 100, 100);
    }

    @Test
    void sharesByWeightSmoothly() throws Exception {
        List<ScriptedBackend> backends = three();
        Sluice sluice = scene.sluice(pool("swrr", backends, 5, 3, 1));

        sessions(sluice, 270);

        assertThat(counts(backends)).containsExactly(150, 90, 30);
    }

    @Test
    void givesNothingToWeightZeroDrainingAndDisabled() throws Exception {
        List<ScriptedBackend> backends = three();
        for (String scheduler : EverySchedulerName.BUT_OVERFLOW) {
            int before = backends.get(1).connections();
            Sluice sluice = scene.sluice("""
                    listeners:
                      web: { listen: "127.0.0.1:0", protocol: tcp, pool: app }
                    pools:
                      app:
                        scheduler: %s
                        backends:
                          - { address: "%s", weight: 0 }
                          - "%s"
                          - { address: "%s", state: draining }
                    """.formatted(
                            scheduler,
                            backends.get(0).address(),
                            backends.get(1).address(),
                            backends.get(2).address()));

            sessions(sluice, 20);

            assertThat(counts(backends)).as(scheduler).containsExactly(0, before + 20, 0);
        }
    }

    @Test
    void avoidsTheBackendThatHoldsSessions() throws Exception {
        for (String scheduler : List.of("lc", "wlc")) {
            List<ScriptedBackend> backends = holding();
            Sluice sluice = scene.sluice(pool(scheduler, backends, 1, 1, 1));
            List<Peer> held = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                Peer client = scene.client(sluice.address());
                client.readText(1);
                held.add(client);
            }
            assertThat(counts(backends)).as(scheduler).containsExactly(10, 10, 10);

            Eventually.equal("active", 30, () -> sluice.stats().active());
            closeAllOf(held, backends.get(2));
            Eventually.equal("active", 20, () -> sluice.stats().active());
            for (int i = 0; i < 10; i++) {
                scene.client(sluice.address()).readText(1);
            }

            assertThat(counts(backends)).as(scheduler).containsExactly(10, 10, 20);
        }
    }

    private static void closeAllOf(List<Peer> clients, ScriptedBackend backend) throws IOException {
        for (int i = 0; i < 10; i++) {
            backend.peer(i).close();
        }
        for (Peer client : clients) {
            client.socket().setSoTimeout(20);
            if (hasEnded(client)) {
                client.close();
            }
        }
    }

    private static boolean hasEnded(Peer client) throws IOException {
        try {
            return client.read(new byte[1]) < 0;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    @Test
    void sharesByWeightUnderLeastSessionsWhenAllAreHeld() throws Exception {
        List<ScriptedBackend> backends = holding();
        Sluice sluice = scene.sluice(pool("wlc", backends, 3, 2, 1));

        for (int i = 0; i < 60; i++) {
            scene.client(sluice.address()).readText(1);
        }

        assertThat(counts(backends).get(0)).isBetween(29, 31);
        assertThat(counts(backends).get(1)).isBetween(19, 21);
        assertThat(counts(backends).get(2)).isBetween(9, 11);
    }

    @Test
    void drawsByWeightAtRandom() throws Exception {
        List<ScriptedBackend> backends = three();
        Sluice sluice = scene.sluice(pool("random", backends, 3, 2, 1));

        sessions(sluice, 600);

        List<Integer> counts = counts(backends); // five standard deviations, from the seed of the harness
        assertThat(counts.get(0)).isBetween(239, 361);
        assertThat(counts.get(1)).isBetween(142, 258);
        assertThat(counts.get(2)).isBetween(54, 146);
    }

    @Test
    void keepsASourceOnItsBackend() throws Exception {
        List<ScriptedBackend> backends = three();
        Sluice sluice = scene.sluice(pool("ip-hash", backends, 1, 1, 1));
        Set<String> used = new HashSet<>();

        for (int source = 1; source <= 30; source++) {
            Set<String> names = new HashSet<>();
            for (int i = 0; i < 4; i++) {
                names.add(nameFrom("127.0.0." + source, sluice));
            }
            assertThat(names).as("source " + source).hasSize(1);
            used.addAll(names);
        }

        assertThat(used).hasSize(3);
    }

    private static String nameFrom(String source, Sluice sluice) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(source, 0));
        try (Peer client = Peer.connect(socket, sluice.address())) {
            return client.readText(1);
        }
    }

    private List<ScriptedBackend> three() throws IOException {
        return List.of(
                scene.backend(Script.naming("a")),
                scene.backend(Script.naming("b")),
                scene.backend(Script.naming("c")));
    }

    private List<ScriptedBackend> holding() throws IOException {
        return List.of(
                scene.backend(Script.namingAndHolding("a")),
                scene.backend(Script.namingAndHolding("b")),
                scene.backend(Script.namingAndHolding("c")));
    }

    private static List<Integer> counts(List<ScriptedBackend> backends) {
        return backends.stream().map(ScriptedBackend::connections).toList();
    }

    private static void sessions(Sluice sluice, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            try (Peer client = Peer.connect(sluice.address())) {
                assertThat(client.readAll()).hasSize(1);
            }
        }
    }

    private static String pool(String scheduler, List<ScriptedBackend> backends, int... weights) {
        StringBuilder text = new StringBuilder("""
                listeners:
                  web: { listen: "127.0.0.1:0", protocol: tcp, pool: app }
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
