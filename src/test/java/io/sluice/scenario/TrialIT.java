package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.ConfirmCommand;
import io.sluice.cli.ReloadCommand;
import io.sluice.cli.RevertCommand;
import io.sluice.cli.WeightCommand;
import io.sluice.testing.Eventually;
import io.sluice.testing.Operating;
import io.sluice.testing.Peer;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import io.sluice.testing.WholeDaemon;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A reload that goes back by itself unless somebody confirms it: a mistake that locks the operator out mends itself. */
class TrialIT {

    @RegisterExtension
    final Scene scene = new Scene();

    @TempDir
    Path directory;

    private final Operating operator = new Operating();

    private Path file(String listen, ScriptedBackend backend, int weight) throws IOException {
        return Files.writeString(directory.resolve("sluice.yaml"), """
                runtime: { workers: 2, drain_timeout: 1s }
                admin: { listen: "127.0.0.1:0" }
                listeners:
                  web: { listen: "%s", pool: app }
                pools:
                  app: { scheduler: rr, backends: [ { address: "%s", name: b1, weight: %d } ] }
                """.formatted(listen, backend.address(), weight));
    }

    private WholeDaemon daemon(String listen, ScriptedBackend backend) throws IOException {
        return scene.closingLast(WholeDaemon.start(file(listen, backend, 1)));
    }

    private static long version(WholeDaemon daemon) {
        return daemon.inventory().config().version();
    }

    private static int weight(WholeDaemon daemon) {
        return daemon.inventory().pools().get(0).snapshot().members().get(0).weight();
    }

    private static Object confirmWithin(WholeDaemon daemon) throws IOException {
        Map<?, ?> config = (Map<?, ?>) daemon.admin().value("/api/v1/status", "config");
        return String.valueOf(config.get("confirm_within_seconds"));
    }

    @Test
    void goesBackWhenNobodyConfirms() throws Exception {
        ScriptedBackend backend = scene.backend(Script.echo());
        WholeDaemon daemon = daemon("127.0.0.1:0", backend);
        String hash = daemon.inventory().config().hash();
        Peer client = scene.client(daemon.address("web"));
        Path unused = file("127.0.0.1:0", backend, 7);

        assertThat(operator.run(daemon, new ReloadCommand(), "--confirm", "1s"))
                .as("%s", operator.err())
                .isZero();

        assertThat(operator.out())
                .contains("weight 1 -> 7\n")
                .contains("It goes in 1 s unless it is confirmed: sluice confirm; sluice revert goes back now.\n");
        assertThat(weight(daemon)).isEqualTo(7);
        Eventually.equal("version", 3L, () -> version(daemon));
        assertThat(weight(daemon)).isEqualTo(1);
        assertThat(daemon.inventory().config().hash()).isEqualTo(hash);
        assertThat(confirmWithin(daemon)).isEqualTo("null");
        assertThat(daemon.admin().metric("sluice_config_reloads_total{result=\"reverted\"}"))
                .isEqualTo(1);
        assertThat(operator.run(daemon, new ConfirmCommand())).as("too late").isEqualTo(1);
        assertThat(operator.err()).contains("no configuration waits to be confirmed");
        client.send("here");
        assertThat(client.readText(4)).isEqualTo("here");
    }

    @Test
    void staysWhenItIsConfirmed() throws Exception {
        ScriptedBackend backend = scene.backend(Script.echo());
        WholeDaemon daemon = daemon("127.0.0.1:0", backend);
        Path unused = file("127.0.0.1:0", backend, 7);
        assertThat(operator.run(daemon, new ReloadCommand(), "--confirm", "1s")).isZero();
        assertThat(confirmWithin(daemon)).isIn("0", "1");

        assertThat(operator.run(daemon, new ConfirmCommand())).isZero();

        assertThat(operator.out()).isEqualTo("version 2 is in force, changes: 0\n");
        assertThat(confirmWithin(daemon)).isEqualTo("null");
        assertThat(Eventually.staysTrue(Duration.ofMillis(1_200), () -> version(daemon) == 2))
                .isTrue();
        assertThat(weight(daemon)).isEqualTo(7);
    }

    @Test
    void isNotEndedByTheTimeOfAnEarlierTrial() throws Exception {
        ScriptedBackend backend = scene.backend(Script.echo());
        WholeDaemon daemon = daemon("127.0.0.1:0", backend);
        assertThat(operator.run(daemon, new ReloadCommand(), "--confirm", "1s")).isZero();
        assertThat(operator.run(daemon, new ConfirmCommand())).isZero();
        Path unused = file("127.0.0.1:0", backend, 7);

        assertThat(operator.run(daemon, new ReloadCommand(), "--confirm", "1h")).isZero();

        assertThat(Eventually.staysTrue(Duration.ofMillis(1_200), () -> version(daemon) == 3))
                .isTrue();
        assertThat(weight(daemon)).isEqualTo(7);
    }

    @Test
    void refusesAnotherReloadMeanwhileAndGoesBackWhenToldTo() throws Exception {
        ScriptedBackend backend = scene.backend(Script.echo());
        WholeDaemon daemon = daemon("127.0.0.1:0", backend);
        Path unused = file("127.0.0.1:0", backend, 7);
        assertThat(operator.run(daemon, new ReloadCommand(), "--confirm", "1h")).isZero();

        assertThat(operator.run(daemon, new ReloadCommand())).isEqualTo(1);
        assertThat(operator.err()).contains("version 2 waits to be confirmed (sluice confirm keeps it");
        assertThat(operator.run(daemon, new RevertCommand())).isZero();

        assertThat(operator.out())
                .isEqualTo("pool app: backend b1: weight 7 -> 1\nversion 3 is in force, changes: 1\n");
        assertThat(weight(daemon)).isEqualTo(1);
        assertThat(operator.run(daemon, new RevertCommand())).isEqualTo(1);
        assertThat(operator.run(daemon, new ReloadCommand())).isZero();
        assertThat(weight(daemon)).isEqualTo(7);
        for (String wrong : new String[] {"60", "0s", "25h", "soon"}) {
            assertThat(operator.run(daemon, new ReloadCommand(), "--confirm", wrong))
                    .isEqualTo(1);
            assertThat(operator.err())
                    .contains(
                            "confirm: " + wrong + " (expected: a duration from 1s to 24h such as 250ms, 5s or 1m30s)");
        }
    }

    @Test
    void keepsWhatAnOperatorHasSaidBeforeAndSince() throws Exception {
        ScriptedBackend backend = scene.backend(Script.echo());
        WholeDaemon daemon = daemon("127.0.0.1:0", backend);
        assertThat(operator.run(daemon, new WeightCommand(), "app", "b1", "5")).isZero();
        assertThat(operator.run(daemon, new ReloadCommand(), "--confirm", "1h")).isZero();
        assertThat(weight(daemon)).isEqualTo(1);

        assertThat(operator.run(daemon, new RevertCommand())).isZero();
        assertThat(weight(daemon)).as("said before").isEqualTo(5);

        assertThat(operator.run(daemon, new ReloadCommand(), "--confirm", "1h")).isZero();
        assertThat(operator.run(daemon, new WeightCommand(), "app", "b1", "9")).isZero();
        assertThat(operator.run(daemon, new RevertCommand())).isZero();
        assertThat(weight(daemon)).as("said since").isEqualTo(9);
        assertThat(daemon.inventory().runtimeChanges().keys("app", "b1")).containsExactly("weight");
    }

    @Test
    void opensTheListenerAgainThatATrialHasMoved() throws Exception {
        ScriptedBackend backend = scene.backend(Script.echo());
        int port = freePort();
        WholeDaemon daemon = daemon("127.0.0.1:" + port, backend);
        Path unused = file("127.0.0.1:0", backend, 1);
        assertThat(operator.run(daemon, new ReloadCommand(), "--confirm", "1h")).isZero();
        assertThat(daemon.address("web").getPort()).isNotEqualTo(port);

        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(operator.run(daemon, new RevertCommand()))
                    .as("somebody has the port")
                    .isEqualTo(1);
            assertThat(operator.err()).contains("listener=web cannot be opened: 127.0.0.1:" + port);
            assertThat(operator.run(daemon, new RevertCommand())).as("still").isEqualTo(1);
            assertThat(version(daemon)).isEqualTo(2);
            assertThat(other.isBound()).isTrue();
        }
        Eventually.isTrueWithin(Duration.ofSeconds(12), "it is tried again", () -> version(daemon) == 3);

        assertThat(daemon.address("web").getPort()).isEqualTo(port);
        Peer client = scene.client(daemon.address("web"));
        client.send("here");
        assertThat(client.readText(4)).isEqualTo("here");
        scene.expectComplaints();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
