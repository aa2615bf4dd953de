package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.BackendState;
import io.sluice.pool.Affinity;
import io.sluice.stats.Drop;
import io.sluice.testing.Eventually;
import io.sluice.testing.Peer;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import io.sluice.testing.Sluice;
import io.sluice.testing.UdpBackend;
import io.sluice.testing.UdpClient;
import io.sluice.testing.UdpScene;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients that come back to their backend, whatever the scheduler, the protocol and the worker. */
class AffinityIT {

    private static final int SOURCES = 20;

    @RegisterExtension
    final Scene scene = new Scene();

    private final UdpScene udp = new UdpScene(scene);

    @Test
    void keepsTcpClientsWhereTheyWere() throws Exception {
        Sluice sluice = tcp("{ by: source }");
        Map<Integer, String> homes = new HashMap<>();
        for (int source = 1; source <= SOURCES; source++) {
            homes.put(source, ask(sluice, "127.0.0." + source));
        }

        for (int round = 0; round < 5; round++) {
            for (int source = 1; source <= SOURCES; source++) {
                assertThat(ask(sluice, "127.0.0." + source)).isEqualTo(homes.get(source));
            }
        }

        assertThat(homes.values()).as("in turn").filteredOn("a"::equals).hasSize(SOURCES / 2);
        assertThat(affinity(sluice).entries()).isEqualTo(SOURCES);
        assertThat(affinity(sluice).refusedTotal()).isZero();
    }

    @Test
    void takesANetworkForOneClient() throws Exception {
        Sluice sluice = tcp("{ by: source, mask: 24 }");

        String home = ask(sluice, "127.0.0.1");
        for (int source = 2; source <= SOURCES; source++) {
            assertThat(ask(sluice, "127.0.0." + source)).isEqualTo(home);
        }

        assertThat(ask(sluice, "127.0.1.1")).isNotEqualTo(home);
        assertThat(affinity(sluice).entries()).isEqualTo(2);
    }

    @Test
    void forgetsAfterTheTimeoutAndSweeps() throws Exception {
        Sluice sluice = tcp("{ by: source, timeout: 200ms, max: 1 }");
        assertThat(ask(sluice, "127.0.0.1")).isNotEmpty();
        assertThat(ask(sluice, "127.0.0.2")).isNotEmpty();

        assertThat(affinity(sluice).entries()).isEqualTo(1);
        assertThat(affinity(sluice).refusedTotal()).isEqualTo(1);
        Eventually.equal("entries", 0, () -> affinity(sluice).entries());
        assertThat(ask(sluice, "127.0.0.2")).isNotEmpty();
        assertThat(affinity(sluice).entries()).isEqualTo(1);
    }

    @Test
    void movesAClientWhoseBackendIsGoneAndLeavesItThere() throws Exception {
        ScriptedBackend a = scene.backend(Script.naming("a"));
        ScriptedBackend b = scene.backend(Script.naming("b"));
        Sluice sluice = scene.sluice(Sluice.before(a, b) + "    affinity: { by: source }\n");
        String home = ask(sluice, "127.0.0.1");
        ScriptedBackend left = home.equals("a") ? a : b;

        left.close();
        Eventually.isTrue("nobody listens there", () -> !accepts(left.port()));

        String other = home.equals("a") ? "b" : "a";
        for (int i = 0; i < 5; i++) {
            assertThat(ask(sluice, "127.0.0.1")).isEqualTo(other);
        }
        Eventually.equal("records", 6, () -> sluice.records().size());
        assertThat(sluice.records()).extracting(record -> record.attempts()).containsExactly(1, 2, 1, 1, 1, 1);
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void keepsClientsOfADrainedBackendOnlyWhenToldTo() throws Exception {
        for (String drained : List.of("keep", "move")) {
            Sluice sluice = tcp("{ by: source, drained: " + drained + " }");
            String home = ask(sluice, "127.0.0.1");
            int index = home.equals("a") ? 0 : 1;
            String name = sluice.backends().get(index).name();

            sluice.state("app", name, BackendState.DRAINING);
            boolean isKept = ask(sluice, "127.0.0.1").equals(home);
            assertThat(isKept).as(drained).isEqualTo(drained.equals("keep"));
            assertThat(ask(sluice, "127.0.0.9")).as("a new client").isNotEqualTo(home);

            sluice.state("app", name, BackendState.DISABLED);
            assertThat(ask(sluice, "127.0.0.1")).as("disabled").isNotEqualTo(home);
            sluice.state("app", name, BackendState.ENABLED);
            assertThat(ask(sluice, "127.0.0.1")).as("it has moved for good").isNotEqualTo(home);
        }
    }

    @Test
    void keepsUdpClientsWhereTheyWere() throws Exception {
        UdpBackend a = udp.backend(UdpBackend.named("a"));
        UdpBackend b = udp.backend(UdpBackend.named("b"));
        Sluice sluice = scene.sluice("""
                listeners:
                  dns: { listen: "127.0.0.1:0", protocol: udp, pool: app, idle_timeout: 500ms }
                pools:
                  app: { scheduler: rr, backends: [ "%s", "%s" ], affinity: { by: source } }
                """.formatted(a.address(), b.address()));
        for (int source = 1; source <= SOURCES; source++) {
            String home = askOnce(sluice, "127.0.0." + source);
            assertThat(askOnce(sluice, "127.0.0." + source)).isEqualTo(home);
            assertThat(askOnce(sluice, "127.0.0." + source)).isEqualTo(home);
        }

        assertThat(sluice.backend(0).total()).isEqualTo(3 * SOURCES / 2);
        assertThat(affinity(sluice).entries()).isEqualTo(SOURCES);
    }

    /** Datagrams do not wait: a new client of a full pool loses its first, and may come again. */
    @Test
    void udpDoesNotQueue() throws Exception {
        UdpBackend backend = udp.backend(UdpBackend.echo());
        Sluice sluice = scene.sluice("""
                listeners:
                  dns: { listen: "127.0.0.1:0", protocol: udp, pool: app, idle_timeout: 300ms }
                pools:
                  app:
                    backends: [ { address: "%s", max_sessions: 1 } ]
                    queue: { timeout: 10s, max: 10 }
                """.formatted(backend.address()));
        assertThat(udp.client().ask("1", sluice.address())).isEqualTo("1");

        UdpClient late = udp.client();
        late.send("2", sluice.address());

        Eventually.equal("dropped", 1L, () -> UdpScene.dropped(sluice, Drop.BACKENDS_FULL));
        Eventually.equal("active", 0, () -> sluice.backend(0).active());
        assertThat(late.ask("3", sluice.address())).isEqualTo("3");
        assertThat(sluice.inventory().pools().get(0).line().stats().queuedTotal())
                .isZero();
    }

    private Sluice tcp(String affinity) throws IOException {
        ScriptedBackend a = scene.backend(Script.naming("a"));
        ScriptedBackend b = scene.backend(Script.naming("b"));
        return scene.sluice(Sluice.before(a, b) + "    affinity: " + affinity + "\n");
    }

    private static String ask(Sluice sluice, String source) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(source, 0));
        try (Peer client = Peer.connect(socket, sluice.address())) {
            return client.readText(1);
        }
    }

    private String askOnce(Sluice sluice, String source) throws IOException {
        try (UdpClient client = udp.client(source)) {
            return client.ask("", sluice.address());
        }
    }

    private static Affinity affinity(Sluice sluice) {
        return Objects.requireNonNull(sluice.inventory().pools().get(0).affinity());
    }
}
