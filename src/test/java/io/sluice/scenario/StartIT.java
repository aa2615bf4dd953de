package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.sluice.testing.Peer;
import io.sluice.testing.Program;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Starts that must fail, and what they say; {@code sluice check}. */
class StartIT {

    private static final String INVALID = """
            listeners:
              web: { listen: "127.0.0.1:0", protocol: sctp, pool: nowhere, max_session: 3 }
            pools:
              app: { backends: [ { address: "127.0.0.1:80", weight: -1 } ] }
            """;
    private static final int PROBLEMS = 4;
    private static final int LEAST_SESSIONS = 16;

    @RegisterExtension
    final Scene scene = new Scene();

    @TempDir
    Path directory;

    @Test
    void namesTheTcpListenerWhosePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Program daemon = daemon(yaml("tcp", taken.getLocalPort()));

            assertThat(daemon.exitCode()).isEqualTo(1);
            assertThat(daemon.errLine("listener=web"))
                    .contains("127.0.0.1:" + taken.getLocalPort())
                    .containsIgnoringCase("in use");
        }
    }

    @Test
    void namesTheUdpListenerWhosePortIsTaken() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            Program daemon = daemon(yaml("udp", taken.getLocalPort()));

            assertThat(daemon.exitCode()).isEqualTo(1);
            assertThat(daemon.errLine("listener=web"))
                    .contains("127.0.0.1:" + taken.getLocalPort())
                    .containsIgnoringCase("in use");
        }
    }

    @Test
    void namesTheAdminAddressThatIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Program daemon = daemon("admin: { listen: \"127.0.0.1:" + taken.getLocalPort() + "\" }\n" + yaml("tcp", 0));

            assertThat(daemon.exitCode()).isEqualTo(1);
            assertThat(daemon.errLine("admin"))
                    .contains("127.0.0.1:" + taken.getLocalPort())
                    .containsIgnoringCase("in use");
        }
    }

    /** Both would set SO_REUSEPORT, which lets one user's processes share a port: half of the clients for each. */
    @Test
    void refusesToShareAUdpPortWithARunningInstance() throws Exception {
        Program first = daemon(yaml("udp", 0));
        int port = first.address("web").getPort();

        Program second = daemon(yaml("udp", port));

        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.errLine("listener=web")).contains("127.0.0.1:" + port);
        assertThat(first.isAlive()).isTrue();
    }

    /** A client that spoke to a daemon which never ran would wait for nothing. */
    @Test
    void opensNothingWhenOneListenerCannotBeOpened() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Program daemon = daemon("""
                    listeners:
                      dns: { listen: "127.0.0.1:0", protocol: udp, pool: app }
                      web: { listen: "127.0.0.1:%d", protocol: tcp, pool: app }
                    pools:
                      app: { backends: [ "127.0.0.1:9" ] }
                    """.formatted(taken.getLocalPort()));

            assertThat(daemon.exitCode()).isEqualTo(1);
            assertThat(daemon.errLine("listener=web")).contains("127.0.0.1:" + taken.getLocalPort());
            assertThat(daemon.err()).noneMatch(line -> line.contains("listener=dns"));
        }
    }

    @Test
    void saysEverythingThatIsWrongWithAFile() throws Exception {
        Path file = Program.file(directory, INVALID);
        Program daemon = scene.closing(Program.sluice("run", "-c", file.toString()));
        Program check = scene.closing(Program.sluice("check", "-c", file.toString()));

        assertThat(daemon.exitCode()).isEqualTo(1);
        assertThat(check.exitCode()).isEqualTo(1);
        assertThat(daemon.err().stream().filter(line -> line.contains(file + ":")))
                .hasSize(PROBLEMS)
                .containsExactlyElementsOf(check.out());
        assertThat(daemon.errLine("nothing was started")).contains(file.toString());
        assertThat(check.out())
                .anySatisfy(line -> assertThat(line).contains("listeners.web.protocol", "sctp"))
                .anySatisfy(line -> assertThat(line).contains("listeners.web.pool", "nowhere"))
                .anySatisfy(line -> assertThat(line).contains("listeners.web.max_session"))
                .anySatisfy(line -> assertThat(line).contains("weight", "-1"));
    }

    @Test
    void checksAFileThatIsValid() throws Exception {
        Program check = scene.closing(Program.sluice(
                "check", "-c", Program.file(directory, yaml("tcp", 0)).toString()));

        assertThat(check.exitCode()).isZero();
        assertThat(check.out()).singleElement().asString().endsWith("valid (listeners: 1, pools: 1)");
        assertThat(check.err()).isEmpty();
    }

    @Test
    void answersProgramsInJson() throws Exception {
        Path wrong = Program.file(directory, INVALID);
        Program refused = scene.closing(Program.sluice("check", "--json", "-c", wrong.toString()));
        Program valid = scene.closing(Program.sluice(
                "check", "--json", "-c", Program.file(directory, yaml("tcp", 0)).toString()));
        Program version = scene.closing(Program.sluice("version", "--json"));

        assertThat(refused.exitCode()).isEqualTo(1);
        Map<String, Object> document = JSON.std.mapFrom(refused.out().get(0));
        assertThat(document).containsEntry("valid", false).containsEntry("file", wrong.toString());
        assertThat((List<?>) document.get("problems")).hasSize(PROBLEMS).allSatisfy(problem -> assertThat(
                        ((Map<?, ?>) problem).keySet().stream().map(String::valueOf))
                .containsExactly("line", "column", "path", "value", "expected"));
        assertThat(valid.exitCode()).isZero();
        assertThat(JSON.std.mapFrom(valid.out().get(0)))
                .containsEntry("valid", true)
                .containsEntry("problems", List.of())
                .containsEntry("warnings", List.of());
        assertThat(version.exitCode()).isZero();
        assertThat(JSON.std.mapFrom(version.out().get(0))).containsOnlyKeys("sluice", "java", "netty", "transport");
    }

    @Test
    void tellsAMissingFileFromWrongUsage() throws Exception {
        Program missing = scene.closing(
                Program.sluice("check", "-c", directory.resolve("none.yaml").toString()));
        Program misused = scene.closing(Program.sluice("check", "--colour"));

        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.out()).singleElement().asString().contains("no such file");
        assertThat(misused.exitCode()).isEqualTo(2);
    }

    @Test
    void asksForTheDescriptorsThatItNeedsAndNoMore() throws Exception {
        Program refused =
                scene.closing(new Program.Start().before("ulimit -n 150").daemon(directory, yaml("udp", 0)));
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .singleElement()
                .asString()
                .contains("file descriptors: 150 (expected: at least ", "ulimit -n");
        String asked = refused.errLine("at least").replaceFirst(".*at least (\\d+).*", "$1");

        ScriptedBackend backend = scene.backend(Script.echo());
        Program daemon = scene.closing(new Program.Start()
                .before("ulimit -n " + asked)
                .daemon(directory, yaml("tcp", 0).replace("127.0.0.1:9", backend.address())));
        List<Peer> clients = new ArrayList<>();
        for (int i = 0; i < LEAST_SESSIONS; i++) {
            Peer client = scene.client(daemon.address("web"));
            client.send("served");
            assertThat(client.readText(6)).as("session " + i).isEqualTo("served");
            clients.add(client);
        }
        assertThat(scene.client(daemon.address("web")).ending()).isNotNull();

        for (Peer client : clients) {
            client.close();
        }
        daemon.signal("TERM");
        assertThat(daemon.exitCode()).isZero();
        assertThat(daemon.err()).noneMatch(line -> line.contains("out of file descriptors"));
    }

    @Test
    void refusesALogFileThatCannotBeWritten() throws Exception {
        Path missing = directory.resolve("no/such/directory/sessions.log");
        Program daemon = daemon("log: { sessions: \"" + missing + "\" }\n" + yaml("tcp", 0));

        assertThat(daemon.exitCode()).isEqualTo(1);
        assertThat(daemon.errLine("sessions.log")).contains(missing.toString());
        assertThat(Files.exists(missing)).isFalse();
    }

    private Program daemon(String yaml) throws IOException {
        return scene.closing(Program.daemon(directory, yaml));
    }

    private static String yaml(String protocol, int port) {
        return """
                listeners:
                  web: { listen: "127.0.0.1:%d", protocol: %s, pool: app }
                pools:
                  app: { backends: [ "127.0.0.1:9" ] }
                """.formatted(port, protocol);
    }
}
