package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.ConfigLoader;
import io.sluice.config.ConfigResult;
import io.sluice.net.NotifySocket;
import io.sluice.testing.ClosedPort;
import io.sluice.testing.Eventually;
import io.sluice.testing.Supervisor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole daemon, the supervisor's socket, and workers that stop working. */
class SupervisionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long PROCESS = 4711;

    private final List<Integer> exits = new CopyOnWriteArrayList<>();

    @TempDir
    Path directory;

    @Test
    void doesNotFeedTheWatchdogWhileAWorkerIsBlocked() throws IOException {
        String name = directory.resolve("notify").toString();
        CountDownLatch gate = new CountDownLatch(1);
        try (Supervisor supervisor = new Supervisor(name);
                Daemon daemon = daemon();
                Supervision supervision = supervision(daemon, name, "1000000")) {
            supervision.ready();
            supervisor.awaitMessage(PATIENCE, "WATCHDOG=1");

            daemon.workers().get(1).execute(() -> WatchTest.park(gate));
            Eventually.isTrue(
                    "the worker is late",
                    () -> daemon.inventory().lags().get(1).sinceBeatNanos() > TimeUnit.MILLISECONDS.toNanos(1_100));
            int fed = feeds(supervisor);
            assertThat(Eventually.staysTrue(Duration.ofMillis(1_100), () -> feeds(supervisor) == fed))
                    .as("hungry for two periods")
                    .isTrue();
            gate.countDown();

            supervisor.awaitMessage(PATIENCE, "WATCHDOG=1");
            assertThat(exits).isEmpty();
        } finally {
            gate.countDown();
        }
    }

    @Test
    void feedsNoWatchdogThatIsNotThere() throws IOException {
        String name = directory.resolve("notify").toString();
        try (Supervisor supervisor = new Supervisor(name);
                Daemon daemon = daemon();
                Supervision supervision = supervision(daemon, name, "0")) {
            supervision.ready();
            supervisor.awaitMessage(PATIENCE, "READY=1");

            assertThat(Eventually.staysTrue(Duration.ofMillis(200), () -> feeds(supervisor) == 0))
                    .isTrue();
        }
    }

    @Test
    void endsTheProcessWhenAWorkerIsGone() throws IOException {
        try (Daemon daemon = daemon();
                Supervision supervision =
                        supervision(daemon, directory.resolve("nobody").toString(), "0")) {
            supervision.ready();

            var unused = daemon.workers().get(0).loop().shutdownGracefully(0, 1, TimeUnit.SECONDS);

            Eventually.isTrue("the process ends", () -> exits.contains(70));
        }
    }

    private static int feeds(Supervisor supervisor) {
        return (int) supervisor.messages().stream()
                .filter(message -> message.equals("WATCHDOG=1"))
                .count();
    }

    private Supervision supervision(Daemon daemon, String name, String micros) {
        Map<String, String> environment = Map.of("NOTIFY_SOCKET", name, "WATCHDOG_USEC", micros);
        return new Supervision(daemon, NotifySocket.of(environment, PROCESS), exits::add);
    }

    private Daemon daemon() throws IOException {
        ConfigResult read =
                ConfigLoader.read("test.yaml", """
                runtime: { workers: 2 }
                admin: { listen: "unix:%s" }
                listeners:
                  web: { listen: "127.0.0.1:0", protocol: tcp, pool: app }
                pools:
                  app: { backends: [ "%s" ] }
                """.formatted(directory.resolve("admin.sock"), ClosedPort.address()));
        return Daemon.start(
                ((ConfigResult.Loaded) read).topology(),
                "test",
                new Surroundings(OutputStream.nullOutputStream(), exits::add, 1));
    }
}
