package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Eventually;
import io.sluice.testing.Peer;
import io.sluice.testing.Program;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.Supervisor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the process hears, and what it tells its supervisor. */
class SignalsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @RegisterExtension
    final Scene scene = new Scene();

    @TempDir
    Path directory;

    @Test
    void goesOnAfterAHangUp() throws Exception {
        Program daemon = scene.closing(Program.daemon(directory, yaml()));
        Peer client = scene.client(daemon.address("web"));
        client.send("before");
        assertThat(client.readText(6)).isEqualTo("before");

        daemon.signal("HUP");
        daemon.errLine("signal=HUP reloading");
        daemon.errLine("config version=2 ");
        client.send("after");

        assertThat(client.readText(5)).isEqualTo("after");
        client.close();
        daemon.signal("TERM");
        assertThat(daemon.exitCode()).isZero();
        assertThat(daemon.err().stream().filter(line -> line.contains("WARN")))
                .as("warnings")
                .isEmpty();
    }

    @Test
    void drainsOnAnInterruptAndEndsOnTheSecond() throws Exception {
        Program daemon = scene.closing(Program.daemon(directory, yaml()));
        Peer client = scene.client(daemon.address("web"));
        client.send("x");
        client.readText(1);

        daemon.signal("INT");
        daemon.errLine("draining");
        assertThat(daemon.isAlive()).isTrue();
        daemon.signal("INT");

        assertThat(daemon.exitCode()).isEqualTo(128 + 2);
    }

    @Test
    void tellsItsSupervisorThatItIsReadyAndAliveAndStopping() throws Exception {
        String name = directory.resolve("notify").toString();
        try (Supervisor supervisor = new Supervisor(name)) {
            Program daemon = scene.closing(new Program.Start()
                    .environment("NOTIFY_SOCKET", name)
                    .environment("WATCHDOG_USEC", "400000")
                    .daemon(directory, yaml()));

            String ready = supervisor.awaitMessage(PATIENCE, "READY=1");
            try (Peer client = Peer.connect(daemon.address("web"))) { // ready means that it can be had at once
                client.send("x");
                assertThat(client.readText(1)).isEqualTo("x");
            }
            assertThat(ready).isEqualTo("READY=1\nSTATUS=listeners: 1, pools: 1");
            assertThat(supervisor.messages().get(0)).as("the first message").isEqualTo(ready);
            supervisor.awaitMessage(PATIENCE, "WATCHDOG=1");
            supervisor.awaitMessage(PATIENCE, "WATCHDOG=1");

            daemon.signal("TERM");
            supervisor.awaitMessage(PATIENCE, "STOPPING=1");
            assertThat(daemon.exitCode()).isZero();
        }
    }

    @Test
    void findsASupervisorWithAnAbstractName() throws Exception {
        String name = "@sluice-" + UUID.randomUUID();
        try (Supervisor supervisor = new Supervisor(name)) {
            Program daemon = scene.closing(
                    new Program.Start().environment("NOTIFY_SOCKET", name).daemon(directory, yaml()));

            supervisor.awaitMessage(PATIENCE, "READY=1");
            daemon.signal("TERM");

            assertThat(daemon.exitCode()).isZero();
            assertThat(supervisor.messages()) // no watchdog was asked for
                    .hasSize(2)
                    .last()
                    .isEqualTo("STOPPING=1\nSTATUS=draining, open sessions: 0");
        }
    }

    /** Nobody listens at NOTIFY_SOCKET: that is no reason not to serve. */
    @Test
    void servesWithoutASupervisor() throws Exception {
        Program daemon = scene.closing(new Program.Start()
                .environment("NOTIFY_SOCKET", directory.resolve("gone").toString())
                .environment("WATCHDOG_USEC", "100000")
                .daemon(directory, yaml()));
        Peer client = scene.client(daemon.address("web"));
        client.send("x");

        assertThat(client.readText(1)).isEqualTo("x");
        daemon.errLine("message lost");
        client.close();
        assertThat(Eventually.staysTrue(Duration.ofMillis(300), daemon::isAlive))
                .isTrue();
        assertThat(daemon.err().stream().filter(line -> line.contains("message lost")))
                .hasSize(1);
    }

    private String yaml() throws IOException {
        return """
                listeners:
                  web: { listen: "127.0.0.1:0", protocol: tcp, pool: app }
                pools:
                  app: { backends: [ "%s" ] }
                """.formatted(scene.backend(Script.echo()).address());
    }
}
