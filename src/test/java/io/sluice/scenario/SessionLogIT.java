package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.sluice.testing.Eventually;
import io.sluice.testing.Peer;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import io.sluice.testing.UdpBackend;
import io.sluice.testing.UdpClient;
import io.sluice.testing.WholeDaemon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The session log of a daemon: a line for each session, wherever it goes. */
class SessionLogIT {

    private static final int SESSIONS = 5;

    @RegisterExtension
    final Scene scene = new Scene();

    @TempDir
    Path directory;

    private ScriptedBackend tcp;
    private UdpBackend udp;

    @BeforeEach
    void backends() throws IOException {
        tcp = scene.backend(Script.echo());
        udp = scene.closing(UdpBackend.echo());
    }

    @Test
    void writesALineOfTextForEachSession() throws IOException {
        Path file = directory.resolve("sessions.log");
        Files.writeString(file, "what was there before\n");
        WholeDaemon daemon = daemon(file, "text");

        sessions(daemon);
        daemon.drain().join();
        daemon.close();

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(1 + 2 * SESSIONS).first().isEqualTo("what was there before");
        assertThat(lines.stream().filter(line -> line.contains(" listener=web protocol=tcp client=127.0.0.1:")))
                .hasSize(SESSIONS)
                .allSatisfy(line -> assertThat(line)
                        .contains(" pool=app backend=" + tcp.address() + " bytes_in=5 bytes_out=5 ", " code=-- "));
        assertThat(lines.stream().filter(line -> line.contains(" listener=dns protocol=udp client=127.0.0.1:")))
                .hasSize(SESSIONS)
                .allSatisfy(line -> assertThat(line)
                        .contains(" pool=names backend=" + udp.address() + " bytes_in=3 bytes_out=3 connect_ms=- ")
                        .contains(" code=LD "));
        assertThat(daemon.inventory().sessionLogLost()).isZero();
    }

    @Test
    void writesAnObjectForEachSession() throws IOException {
        Path file = directory.resolve("sessions.json");
        WholeDaemon daemon = daemon(file, "json");

        sessions(daemon);
        daemon.drain().join();
        daemon.close();

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2 * SESSIONS);
        long bytes = 0;
        for (String line : lines) {
            Map<String, Object> session = JSON.std.mapFrom(line);
            boolean isTcp = "tcp".equals(session.get("protocol"));
            assertThat(session)
                    .containsEntry("listener", isTcp ? "web" : "dns")
                    .containsEntry("backend", isTcp ? tcp.address() : udp.address())
                    .containsEntry("code", isTcp ? "--" : "LD")
                    .containsEntry("attempts", 1);
            bytes += (Integer) session.getOrDefault("bytes_in", 0);
        }
        assertThat(bytes).isEqualTo(SESSIONS * 8L);
    }

    @Test
    void servesOnWhenTheDiskIsFull() throws IOException {
        WholeDaemon daemon = daemon(Path.of("/dev/full"), "text");

        sessions(daemon);
        Eventually.equal("lines lost", (long) SESSIONS, () -> daemon.inventory().sessionLogLost());
        sessions(daemon);

        Eventually.equal("lines lost", 2L * SESSIONS, () -> daemon.inventory().sessionLogLost());
        assertThat(daemon.admin().metric("sluice_session_log_lost_total")).isEqualTo(2 * SESSIONS);
        daemon.drain().join();
        daemon.close();
        assertThat(daemon.inventory().sessionLogLost()).isEqualTo(4 * SESSIONS);
    }

    /** Of TCP, which have ended when this returns; and of UDP, which end with the daemon. */
    private void sessions(WholeDaemon daemon) throws IOException {
        for (int i = 0; i < SESSIONS; i++) {
            try (Peer client = Peer.connect(daemon.address("web"));
                    UdpClient datagrams = UdpClient.open()) {
                client.send("hello");
                client.finish();
                assertThat(client.readAll()).hasSize(5);
                assertThat(datagrams.ask("one", daemon.address("dns"))).isEqualTo("one");
            }
        }
    }

    private WholeDaemon daemon(Path log, String format) throws IOException {
        return scene.closing(WholeDaemon.start(
                """
                runtime: { workers: 2, drain_timeout: 100ms }
                admin: { listen: "unix:%s" }
                log: { sessions: "%s", format: %s }
                listeners:
                  web: { listen: "127.0.0.1:0", protocol: tcp, pool: app }
                  dns: { listen: "127.0.0.1:0", protocol: udp, pool: names }
                pools:
                  app: { backends: [ "%s" ] }
                  names: { backends: [ "%s" ] }
                """.formatted(directory.resolve("admin.sock"), log, format, tcp.address(), udp.address())));
    }
}
