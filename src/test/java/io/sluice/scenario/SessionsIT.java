package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.DisableCommand;
import io.sluice.cli.EnableCommand;
import io.sluice.cli.KillCommand;
import io.sluice.cli.PlanCommand;
import io.sluice.cli.SessionsCommand;
import io.sluice.testing.Blackhole;
import io.sluice.testing.Eventually;
import io.sluice.testing.Operating;
import io.sluice.testing.Peer;
import io.sluice.testing.Peer.Ending;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import io.sluice.testing.UdpBackend;
import io.sluice.testing.UdpClient;
import io.sluice.testing.UdpScene;
import io.sluice.testing.WholeDaemon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An operator looks at open sessions and ends them: one, or all of a backend. And knows before a reload what it would do. */
class SessionsIT {

    @RegisterExtension
    final Scene scene = new Scene();

    private final UdpScene udp = new UdpScene(scene);

    @TempDir
    Path directory;

    private final Operating operator = new Operating();

    private WholeDaemon daemon(String tcpBackends, String udpBackends) throws IOException {
        return scene.closingLast(WholeDaemon.start(yaml(tcpBackends, udpBackends)));
    }

    private static String yaml(String tcpBackends, String udpBackends) {
        return """
                runtime: { workers: 2, drain_timeout: 1s }
                admin: { listen: "127.0.0.1:0" }
                listeners:
                  web: { listen: "127.0.0.1:0", pool: app }
                  dns: { listen: "127.0.0.1:0", protocol: udp, pool: names }
                pools:
                  app: { scheduler: rr, backends: [ %s ] }
                  names: { scheduler: rr, backends: [ %s ] }
                """.formatted(tcpBackends, udpBackends);
    }

    private static String named(String name, Object address) {
        return "{ name: " + name + ", address: \"" + address + "\" }";
    }

    private static double ended(WholeDaemon daemon, String listener, String code) throws IOException {
        return daemon.admin()
                .metric("sluice_sessions_ended_total{code=\"" + code + "\",listener=\"" + listener + "\"}");
    }

    private static List<?> sessions(WholeDaemon daemon, String query) throws IOException {
        return (List<?>) daemon.admin().value("/api/v1/sessions" + query, "sessions");
    }

    @Test
    void endsTheTcpSessionsOfADisabledBackendAndNoOthers() throws Exception {
        WholeDaemon daemon = daemon(
                named("b1", scene.backend(Script.echo()).address()) + ", "
                        + named("b2", scene.backend(Script.echo()).address()),
                named("n1", udp.backend(UdpBackend.echo()).address()));
        List<Peer> clients = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            Peer client = scene.client(daemon.address("web"));
            client.send("x");
            client.readText(1);
            clients.add(client);
        }

        assertThat(operator.run(daemon, new DisableCommand(), "app", "b1"))
                .as("%s", operator.err())
                .isZero();

        assertThat(operator.out()).startsWith("pool=app backend=b1 state=disabled weight=1 sessions=0");
        assertThat(ended(daemon, "web", "KD")).isEqualTo(300);
        assertThat(sessions(daemon, "?backend=b1")).isEmpty();
        assertThat(sessions(daemon, "?backend=b2")).hasSize(300);
        int alive = 0;
        int gone = 0;
        for (Peer client : clients) {
            try {
                client.send("y");
                alive += client.readText(1).equals("y") ? 1 : 0;
            } catch (IOException e) {
                gone++;
            }
        }
        assertThat(alive).isEqualTo(300);
        assertThat(gone).isEqualTo(300);

        assertThat(operator.run(daemon, new EnableCommand(), "app", "b1")).isZero();
        for (int i = 0; i < 4; i++) {
            Peer client = scene.client(daemon.address("web"));
            client.send("z");
            assertThat(client.readText(1)).isEqualTo("z");
        }
        assertThat(sessions(daemon, "?backend=b1")).hasSize(2);
    }

    @Test
    void connectsElsewhereWhoIsBeingConnectedToADisabledBackend() throws Exception {
        Blackhole silent = scene.closing(new Blackhole());
        ScriptedBackend other = scene.backend(Script.echo());
        WholeDaemon daemon = daemon(
                named("b1", silent.address()) + ", { name: b2, backup: true, address: \"" + other.address() + "\" }",
                named("n1", udp.backend(UdpBackend.echo()).address()));
        Peer client = scene.client(daemon.address("web"));
        client.send("hello");
        Eventually.isTrue(
                "connecting",
                () -> daemon.inventory().listeners().get(0).stats().active() == 1
                        && daemon.inventory()
                                        .pools()
                                        .get(0)
                                        .snapshot()
                                        .members()
                                        .get(0)
                                        .backend()
                                        .stats()
                                        .active()
                                == 1);
        assertThat(sessions(daemon, "?backend=b1")).hasSize(1);

        assertThat(operator.run(daemon, new DisableCommand(), "app", "b1")).isZero();

        assertThat(client.readText(5)).isEqualTo("hello");
        assertThat(operator.out()).contains("sessions=0");
        assertThat(sessions(daemon, "?backend=b2")).hasSize(1);
        assertThat(ended(daemon, "web", "KD")).isZero();
    }

    @Test
    void endsTheUdpSessionsOfADisabledBackend() throws Exception {
        WholeDaemon daemon = daemon(
                named("b1", scene.backend(Script.echo()).address()),
                named("n1", udp.backend(UdpBackend.named("1")).address()) + ", "
                        + named("n2", udp.backend(UdpBackend.named("2")).address()));
        List<UdpClient> clients = udp.clients(40);
        for (UdpClient client : clients) {
            client.ask("a", daemon.address("dns"));
        }
        assertThat(sessions(daemon, "?pool=names&backend=n1")).hasSize(20);

        assertThat(operator.run(daemon, new DisableCommand(), "names", "n1"))
                .as("%s", operator.err())
                .isZero();

        assertThat(operator.out()).contains("sessions=0");
        assertThat(ended(daemon, "dns", "KD")).isEqualTo(20);
        for (UdpClient client : clients) {
            assertThat(client.ask("b", daemon.address("dns"))).startsWith("2");
        }
        assertThat(sessions(daemon, "?pool=names&backend=n2")).hasSize(40);
    }

    @Test
    void listsAndKillsSessions() throws Exception {
        WholeDaemon daemon = daemon(
                named("b1", scene.backend(Script.echo()).address()),
                named("n1", udp.backend(UdpBackend.echo()).address()));
        Peer victim = scene.client(daemon.address("web"));
        victim.send("four");
        victim.readText(4);
        UdpClient client = udp.client();
        client.ask("abc", daemon.address("dns"));

        assertThat(operator.run(daemon, new SessionsCommand()))
                .as("%s", operator.err())
                .isZero();
        assertThat(operator.out().lines().map(line -> line.replaceAll(" +", " ")))
                .hasSize(3)
                .anySatisfy(line ->
                        assertThat(line).contains("web tcp 127.0.0.1:" + victim.localPort() + " app b1 0s 4B 4B"))
                .anySatisfy(
                        line -> assertThat(line).contains("dns udp 127.0.0.1:").contains("names n1 0s 3B 3B"));
        assertThat(sessions(daemon, "?source=10.0.0.0/8")).isEmpty();
        assertThat(sessions(daemon, "?source=127.0.0.0/8")).hasSize(2);
        assertThat(daemon.admin().value("/api/v1/sessions?limit=1", "truncated"))
                .isEqualTo(true);
        assertThat(sessions(daemon, "?limit=1")).hasSize(1);
        assertThat(daemon.admin().status("/api/v1/sessions?limit=0")).isEqualTo(400);
        assertThat(daemon.admin().status("/api/v1/sessions?pol=app")).isEqualTo(400);
        assertThat(operator.run(daemon, new SessionsCommand(), "--source", "x")).isEqualTo(1);

        String id = id(sessions(daemon, "?pool=app"));
        assertThat(operator.run(daemon, new KillCommand(), id))
                .as("%s", operator.err())
                .isZero();
        assertThat(victim.ending()).isEqualTo(Ending.FIN);
        assertThat(operator.run(daemon, new KillCommand(), id)).as("once").isEqualTo(1);
        assertThat(operator.run(daemon, new KillCommand(), "nonsense")).isEqualTo(2);
        assertThat(operator.run(daemon, new KillCommand(), id(sessions(daemon, "?pool=names")), "--json"))
                .isZero();
        assertThat(operator.out()).startsWith("{\"id\":\"");
        assertThat(sessions(daemon, "")).isEmpty();
        assertThat(ended(daemon, "web", "KD")).isEqualTo(1);
        assertThat(ended(daemon, "dns", "KD")).isEqualTo(1);
    }

    private static String id(List<?> sessions) {
        return String.valueOf(((Map<?, ?>) sessions.get(0)).get("id"));
    }

    @Test
    void tellsWhatAConfigurationWouldChangeAndChangesNothing() throws Exception {
        String app = named("b1", scene.backend(Script.echo()).address());
        String names = named("n1", udp.backend(UdpBackend.echo()).address());
        WholeDaemon daemon = daemon(app, names);
        Peer client = scene.client(daemon.address("web"));
        client.send("x");
        client.readText(1);
        Path file = directory.resolve("next.yaml");

        Files.writeString(file, yaml(app, names));
        assertThat(operator.run(daemon, new PlanCommand(), "-c", file.toString()))
                .as("%s", operator.err())
                .isZero();
        assertThat(operator.out()).isEqualTo("Nothing would change.\n");

        Files.writeString(file, yaml(named("b9", "127.0.0.1:9"), names).replace("workers: 2", "workers: 3"));
        assertThat(operator.run(daemon, new PlanCommand(), "-c", file.toString()))
                .isZero();
        assertThat(operator.out())
                .contains("Backends\n  + app/b9  127.0.0.1:9\n  - app/b1  ")
                .contains(", open sessions: 1\n")
                .contains("Needs a restart\n  ! runtime.workers: 2 -> 3\n")
                .contains("Risks\n  ! pools.app: every backend is removed\n");
        assertThat(operator.run(daemon, new PlanCommand(), "-c", file.toString(), "--json"))
                .isZero();
        assertThat(operator.out()).startsWith("{\"changes\":3,").contains("\"risks\":[{\"place\":\"pools.app\"");

        Files.writeString(file, yaml(app, names).replace("rr", "nope"));
        assertThat(operator.run(daemon, new PlanCommand(), "-c", file.toString()))
                .isEqualTo(1);
        assertThat(operator.out()).startsWith(file + ":7:").contains("pools.app.scheduler: nope (expected: ");
        assertThat(operator.run(daemon, new PlanCommand(), "-c", file + ".not")).isEqualTo(2);

        client.send("still");
        assertThat(client.readText(5)).isEqualTo("still");
        assertThat(daemon.admin().value("/api/v1/status", "config", "version")).isEqualTo(1);
    }
}
