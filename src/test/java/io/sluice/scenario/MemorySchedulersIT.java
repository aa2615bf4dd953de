package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.BackendState;
import io.sluice.model.Delay;
import io.sluice.pool.PoolSnapshot;
import io.sluice.testing.Eventually;
import io.sluice.testing.Peer;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import io.sluice.testing.Sluice;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The schedulers that measure or remember, end to end. */
class MemorySchedulersIT {

    @RegisterExtension
    final Scene scene = new Scene();

    @Test
    void theSlowToAnswerGetLess() throws Exception {
        for (String scheduler : List.of("least-time", "p2c-ewma")) {
            ScriptedBackend quick = scene.backend(Script.echo());
            ScriptedBackend slow = scene.backend(MemorySchedulersIT::answerSlowly);
            Sluice sluice = scene.sluice(
                    pool("127.0.0.1:0", "{ name: " + scheduler + ", of: first-byte }", List.of(quick, slow)));

            for (int i = 0; i < 40; i++) {
                ask(sluice, sluice.address());
            }

            assertThat(slow.connections()).as(scheduler).isBetween(1, 6);
            assertThat(quick.connections()).as(scheduler).isEqualTo(40 - slow.connections());
        }
    }

    @Test
    void theUnmeasuredAreFoundOutAboutByOneSessionEach() throws Exception {
        List<ScriptedBackend> backends = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            backends.add(scene.backend(Script.echo()));
        }
        Sluice sluice = scene.sluice(pool("127.0.0.1:0", "least-time", backends));

        for (int i = 0; i < 30; i++) {
            ask(sluice, sluice.address());
        }

        for (int i = 0; i < 3; i++) {
            assertThat(sluice.backend(i).delay(Delay.CONNECT).averageMillis())
                    .as("backend %d", i)
                    .isNotNegative();
        }
    }

    @Test
    void stickyKeepsOneBackendAndFindsAnotherForWhomItRefuses() throws Exception {
        ScriptedBackend first = scene.backend(Script.echo());
        ScriptedBackend second = scene.backend(Script.echo());
        Sluice sluice = scene.sluice(pool("127.0.0.1:0", "sticky", List.of(first, second)));

        for (int i = 0; i < 10; i++) {
            ask(sluice, sluice.address());
        }
        assertThat(first.connections()).isEqualTo(10);

        first.close();
        for (int i = 0; i < 3; i++) {
            ask(sluice, sluice.address());
        }
        assertThat(second.connections()).isEqualTo(3);
    }

    /** By plain rotation, or by the wildcard as the destination, both addresses would meet both or the same backend. */
    @Test
    void aDestinationOnAWildcardKeepsItsBackend() throws Exception {
        for (String scheduler : List.of("lblc", "lblcr", "dh", "{ name: maglev, key: destination }")) {
            List<ScriptedBackend> backends = named("a", "b", "c", "d");
            Sluice sluice = scene.sluice(pool("0.0.0.0:0", scheduler, backends));
            List<String> homes = new ArrayList<>();
            for (int destination = 1; destination <= 12; destination++) {
                String home = name(sluice, destination);
                assertThat(name(sluice, destination)).as(scheduler).isEqualTo(home);
                assertThat(name(sluice, destination)).as(scheduler).isEqualTo(home);
                homes.add(home);
            }
            assertThat(homes.stream().distinct().count()).as(scheduler).isGreaterThan(1);
        }
    }

    /** Each change makes a new snapshot of the pool, and a new picker that must know what the last one knew. */
    @Test
    void stickyKeepsItsBackendOverChangesOfThePool() throws Exception {
        Sluice sluice = scene.sluice(pool("127.0.0.1:0", "sticky", named("a", "b", "c")));
        assertThat(name(sluice, 1)).isEqualTo("a");

        change(sluice, 0, BackendState.DRAINING);
        assertThat(name(sluice, 1)).isEqualTo("b");
        change(sluice, 0, BackendState.ENABLED);
        assertThat(name(sluice, 1)).isEqualTo("b");
        change(sluice, 2, BackendState.DISABLED);
        change(sluice, 2, BackendState.ENABLED);
        assertThat(name(sluice, 1)).isEqualTo("b");
        change(sluice, 1, BackendState.DISABLED);
        assertThat(name(sluice, 1)).isEqualTo("a");
        change(sluice, 1, BackendState.ENABLED);
        assertThat(name(sluice, 1)).isEqualTo("a");
    }

    @Test
    void addressesKeepTheirBackendsOverChangesOfThePool() throws Exception {
        for (String scheduler : List.of("lblc", "lblcr")) {
            List<ScriptedBackend> backends = named("a", "b", "c");
            Sluice sluice = scene.sluice(pool("0.0.0.0:0", scheduler, backends));
            List<String> homes = homes(sluice);
            assertThat(homes).as(scheduler).contains("a", "b", "c");

            change(sluice, 2, BackendState.DISABLED);
            change(sluice, 2, BackendState.ENABLED);
            assertThat(homes(sluice)).as(scheduler).isEqualTo(homes);

            change(sluice, 1, BackendState.DRAINING);
            List<String> without = homes(sluice);
            for (int i = 0; i < homes.size(); i++) {
                assertThat(without.get(i).equals(homes.get(i)))
                        .as("%s: %s, then %s", scheduler, homes, without)
                        .isEqualTo(!homes.get(i).equals("b"));
            }
            assertThat(without).doesNotContain("b");
        }
    }

    private static List<String> homes(Sluice sluice) throws IOException {
        List<String> homes = new ArrayList<>();
        for (int destination = 1; destination <= 12; destination++) {
            homes.add(name(sluice, destination));
        }
        return homes;
    }

    private static void change(Sluice sluice, int backend, BackendState state) {
        PoolSnapshot before = snapshot(sluice);
        sluice.state("app", before.name(backend), state);
        Eventually.isTrue("the pool is another", () -> snapshot(sluice) != before);
    }

    private static PoolSnapshot snapshot(Sluice sluice) {
        return sluice.inventory().pools().get(0).snapshot();
    }

    private List<ScriptedBackend> named(String... names) throws IOException {
        List<ScriptedBackend> backends = new ArrayList<>();
        for (String name : names) {
            backends.add(scene.backend(Script.naming(name)));
        }
        return backends;
    }

    private static String name(Sluice sluice, int destination) throws IOException {
        InetSocketAddress to =
                new InetSocketAddress("127.0.0." + destination, sluice.address().getPort());
        try (Peer client = Peer.connect(to)) {
            String name = client.readText(1);
            client.readToEnd();
            return name;
        }
    }

    /** One session after the other: the next begins when this one is booked. */
    private static void ask(Sluice sluice, InetSocketAddress to) throws IOException {
        int before = sluice.records().size();
        try (Peer client = Peer.connect(to)) {
            client.send("?");
            assertThat(client.readText(1)).isEqualTo("?");
        }
        Eventually.isTrue("the session has ended", () -> sluice.records().size() > before);
    }

    private static void answerSlowly(Peer peer) throws IOException {
        peer.readText(1);
        try {
            boolean unused = new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        peer.send("?");
        peer.readToEnd();
    }

    private static String pool(String listen, String scheduler, List<ScriptedBackend> backends) {
        StringBuilder text = new StringBuilder("""
                listeners:
                  web: { listen: "%s", protocol: tcp, pool: app }
                pools:
                  app:
                    scheduler: %s
                    backends:
                """.formatted(listen, scheduler));
        backends.forEach(
                backend -> text.append("      - \"").append(backend.address()).append("\"\n"));
        return text.toString();
    }
}
