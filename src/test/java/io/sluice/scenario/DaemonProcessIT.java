package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.DaemonProcess;
import io.sluice.testing.Eventually;
import io.sluice.testing.Peer;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import io.sluice.testing.SteadyClients;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Cases D21, D41 and D42, and starts that must fail: what the process does, seen from outside. */
class DaemonProcessIT {

    private static final String CONFIGURATION = """
            runtime: { workers: 2, drain_timeout: %s }
            log: { sessions: stdout }
            listeners:
              web: { listen: "127.0.0.1:%d", protocol: tcp, pool: app }
            pools:
              app: { connect: { timeout: 1s }, backends: [ "%s" ] }
            """;

    @RegisterExtension
    final Scene scene = new Scene();

    @TempDir
    Path directory;

    @Test
    void drainsOnTheFirstSignalAndExitsWithZero() throws Exception {
        ScriptedBackend backend = scene.backend(Script.echo());
        DaemonProcess daemon = scene.process(directory, CONFIGURATION.formatted("2s", 0, backend.address()));
        InetSocketAddress address = daemon.address("web");
        List<Peer> clients = List.of(session(address), session(address), session(address));

        long start = System.nanoTime();
        daemon.terminate();
        Eventually.isTrueWithin(Duration.ofMillis(500), "the listener is closed", () -> isRefused(address));
        for (Peer client : clients) {
            client.send("still served");
            assertThat(client.readText(12)).isEqualTo("still served");
        }
        clients.get(0).close();
        clients.get(1).finish();
        assertThat(clients.get(1).readAll()).isEmpty();

        assertThat(daemon.exitCode()).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(1900), Duration.ofSeconds(4));
        daemon.line("code=LD");
        assertThat(ended(daemon, "--")).hasSize(2);
        assertThat(ended(daemon, "LD")).hasSize(1);
    }

    /** The three sessions have moved 17 bytes; looking whether the listener is closed may have opened some that moved none. */
    private static List<String> ended(DaemonProcess daemon, String code) {
        return daemon.lines().stream()
                .filter(line -> line.contains("bytes_in=17 ") && line.contains("code=" + code + " "))
                .toList();
    }

    @Test
    void exitsAtOnceWhenNobodyIsThere() throws Exception {
        ScriptedBackend backend = scene.backend(Script.echo());
        DaemonProcess daemon = scene.process(directory, CONFIGURATION.formatted("30s", 0, backend.address()));
        daemon.address("web");

        long start = System.nanoTime();
        daemon.terminate();

        assertThat(daemon.exitCode()).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void endsNowOnTheSecondSignal() throws Exception {
        ScriptedBackend backend = scene.backend(Script.echo());
        DaemonProcess daemon = scene.process(directory, CONFIGURATION.formatted("30s", 0, backend.address()));
        session(daemon.address("web"));

        daemon.terminate();
        daemon.line("draining");
        long start = System.nanoTime();
        daemon.terminate();

        assertThat(daemon.exitCode()).isEqualTo(128 + 15);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void servesAgainAtOnceAfterItWasKilledUnderLoad() throws Exception {
        ScriptedBackend backend = scene.backend(Script.echo());
        DaemonProcess killed = scene.process(directory, CONFIGURATION.formatted("1s", 0, backend.address()));
        InetSocketAddress address = killed.address("web");
        List<Peer> open = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            open.add(session(address));
        }
        SteadyClients clients = scene.closing(new SteadyClients(address, 200));
        Eventually.isTrue("clients come", () -> clients.served() > 50);
        killed.close();
        long start = System.nanoTime();

        DaemonProcess next =
                scene.process(directory, CONFIGURATION.formatted("1s", address.getPort(), backend.address()));

        assertThat(next.address("web")).isEqualTo(address);
        long before = clients.served();
        Eventually.isTrue("clients are served again", () -> clients.served() > before + 20);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        clients.close();
        for (Peer client : open) {
            assertThat(client.ending()).as("cut by the kernel").isNotNull();
        }
    }

    @Test
    void refusesToShareAPortWithARunningInstance() throws Exception {
        ScriptedBackend backend = scene.backend(Script.naming("first"));
        DaemonProcess first = scene.process(directory, CONFIGURATION.formatted("1s", 0, backend.address()));
        int port = first.address("web").getPort();

        DaemonProcess second = scene.process(directory, CONFIGURATION.formatted("1s", port, backend.address()));

        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.line("listener=web")).contains("127.0.0.1:" + port);
        assertThat(scene.client(first.address("web")).readText(5)).isEqualTo("first");
    }

    @Test
    void pausesWithoutDescriptorsAndServesAgainAfterwards() throws Exception {
        ScriptedBackend backend = scene.backend(Script.namingAndHolding("x"));
        DaemonProcess daemon = scene.process(directory, CONFIGURATION.formatted("1s", 0, backend.address()));
        InetSocketAddress address = daemon.address("web");
        try (Peer warm = Peer.connect(address)) {
            warm.readText(1);
        }
        daemon.limitDescriptors(daemon.descriptors() + 50);
        List<Peer> clients = new ArrayList<>();

        for (int i = 0; i < 200; i++) {
            clients.add(scene.client(address));
        }
        daemon.line("out of file descriptors");
        Duration before = daemon.processorTime();
        int linesBefore = daemon.lines().size();
        assertThat(Eventually.staysTrue(Duration.ofSeconds(2), daemon::isAlive)).isTrue();

        assertThat(daemon.processorTime().minus(before))
                .as("processor time in two seconds")
                .isLessThan(Duration.ofMillis(400));
        assertThat(daemon.lines().size() - linesBefore)
                .as("lines in two seconds")
                .isLessThan(10);
        for (Peer client : clients) {
            client.reset();
        }
        assertThat(scene.client(address).readText(1)).isEqualTo("x");
    }

    /** Trap 47: direct memory that runs out ends sessions, not the daemon. */
    @Test
    void shedsSessionsWithoutMemoryAndServesAgainAfterwards() throws Exception {
        ScriptedBackend backend = scene.backend(Script.source(new byte[16 * 1024 * 1024]));
        DaemonProcess daemon = scene.process(
                directory, CONFIGURATION.formatted("1s", 0, backend.address()), List.of("-XX:MaxDirectMemorySize=7m"));
        InetSocketAddress address = daemon.address("web");

        List<Peer> readers = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            readers.add(scene.client(address)); // and reads nothing
        }
        daemon.line("code=RC");
        assertThat(Eventually.staysTrue(Duration.ofMillis(300), daemon::isAlive))
                .isTrue();
        for (Peer reader : readers) {
            reader.reset();
        }

        Peer client = scene.client(address);
        assertThat(client.readToEnd()).isEqualTo(16L * 1024 * 1024);
        assertThat(daemon.isAlive()).isTrue();
    }

    private Peer session(InetSocketAddress address) throws IOException {
        Peer client = scene.client(address);
        client.send("hello");
        assertThat(client.readText(5)).isEqualTo("hello");
        return client;
    }

    private static boolean isRefused(InetSocketAddress address) {
        try (Peer client = Peer.connect(address)) {
            return client.localPort() < 0;
        } catch (ConnectException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
