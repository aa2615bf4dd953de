package io.sluice.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an operator sees of a running daemon, over TCP and over a UNIX socket. */
@Tag("interop")
class StatusIT {

    @RegisterExtension
    final Stage stage = new Stage();

    private final List<Nginx> backends = Nginx.start(stage, "b1", "b2");
    private final int port = Ports.free();
    private final Config config = Config.empty().tcp("web", "127.0.0.1:" + port, Nginx.addresses(backends));

    @Test
    void printsATableOfBackends() throws IOException {
        Sluice sluice = stage.sluice(config);
        String admin = "http://127.0.0.1:" + sluice.adminPort();
        ask(4);

        String table = Sluice.command("status", "--admin", admin).output();
        String json = Sluice.command("status", "--json", "--admin", admin).output();

        assertThat(table).containsPattern("\\n +web +tcp +127.0.0.1:" + port + " +web +0 +4 ");
        for (int i = 0; i < 2; i++) {
            String address = backends.get(i).address();
            assertThat(table).containsPattern("\\n[*] b" + (i + 1) + " +" + address + " +1 +enabled +alive +0 +2 ");
        }
        assertThat(JSON.std.mapFrom(json)).containsEntry("ready", true).containsEntry("sessions", 0);
    }

    @Test
    void answersAtAUnixSocket() throws IOException {
        Path socket = stage.directory().resolve("admin.sock");
        Path log = stage.directory().resolve("sessions.json");
        String text = config.yaml(1, log).replace("127.0.0.1:1\"", "unix:" + socket + "\"");
        Path file = Files.writeString(stage.directory().resolve("unix.yaml"), text);
        RealProgram daemon =
                stage.keep(Sluice.command("run", "-c", file.toString()).start());
        Command ready = Command.of("curl", "-sS", "--fail", "--unix-socket", socket.toString(), "http://sluice/readyz");
        Await.until(daemon::err, () -> ready.run().exit() == 0);
        ask(2);

        assertThat(Sluice.command("status", "--admin", "unix:" + socket).output())
                .containsPattern("\\n +web +tcp +127.0.0.1:" + port + " +web +0 +2 ");
        assertThat(daemon.terminate().exit()).isZero();
        assertThat(socket).doesNotExist();
        assertThat(SessionLines.of(log).by("code")).containsOnlyKeys("--").containsEntry("--", 2L);
    }

    @Test
    void tellsWhenThereIsNoDaemon() {
        Outcome outcome = Sluice.command("status", "--admin", "http://127.0.0.1:" + Ports.free())
                .run();

        assertThat(outcome.exit()).isEqualTo(3);
        assertThat(outcome.err()).contains("no daemon at http://127.0.0.1:");
    }

    private void ask(int times) {
        Command.of("curl", "-sS", "--fail", "-H", "Connection: close")
                .and("http://127.0.0.1:" + port + "/who?[1-" + times + "]")
                .output();
    }
}
