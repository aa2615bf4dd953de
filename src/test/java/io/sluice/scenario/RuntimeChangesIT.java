package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.AddCommand;
import io.sluice.cli.DisableCommand;
import io.sluice.cli.MaxSessionsCommand;
import io.sluice.cli.PlanCommand;
import io.sluice.cli.PoolCommand;
import io.sluice.cli.PriorityCommand;
import io.sluice.cli.ReloadCommand;
import io.sluice.cli.RemoveCommand;
import io.sluice.cli.WeightCommand;
import io.sluice.testing.Eventually;
import io.sluice.testing.Operating;
import io.sluice.testing.Peer;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import io.sluice.testing.WholeDaemon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An operator adds and removes backends and changes what is said of them; a reload undoes that, or keeps it when it is told to. */
class RuntimeChangesIT {

    @RegisterExtension
    final Scene scene = new Scene();

    @TempDir
    Path directory;

    private final Operating operator = new Operating();

    private Path file(String backends) throws IOException {
        return Files.writeString(directory.resolve("sluice.yaml"), """
                runtime: { workers: 2, drain_timeout: 1s }
                admin: { listen: "127.0.0.1:0" }
                listeners:
                  web: { listen: "127.0.0.1:0", pool: app }
                pools:
                  app:
                    scheduler: rr
                    check: { type: tcp, interval: 20ms, timeout: 1s, rise: 1 }
                    backends: [ %s ]
                """.formatted(backends));
    }

    private static String named(String name, ScriptedBackend backend) {
        return "{ name: " + name + ", address: \"" + backend.address() + "\" }";
    }

    private WholeDaemon daemon(String backends) throws IOException {
        WholeDaemon daemon = scene.closingLast(WholeDaemon.start(file(backends)));
        awaitCandidates(daemon, backends.split("name: ", -1).length - 1);
        return daemon;
    }

    private static void awaitCandidates(WholeDaemon daemon, int count) {
        Eventually.equal(
                "candidates",
                count,
                () -> daemon.inventory().pools().get(0).snapshot().candidateCount());
    }

    /** Who answers ten clients. */
    private String answering(WholeDaemon daemon) throws IOException {
        TreeSet<String> names = new TreeSet<>();
        for (int i = 0; i < 10; i++) {
            try (Peer client = Peer.connect(daemon.address("web"))) {
                names.add(client.readText(1));
            }
        }
        return String.join("", names);
    }

    private static Map<?, ?> backend(WholeDaemon daemon, String name) throws IOException {
        List<?> backends = (List<?>) daemon.admin().value("/api/v1/pools/app", "backends");
        return (Map<?, ?>) backends.stream()
                .filter(each -> name.equals(((Map<?, ?>) each).get("name")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void addsABackendThatIsProbedAndServes() throws Exception {
        WholeDaemon daemon = daemon(named("b1", scene.backend(Script.naming("1"))));
        ScriptedBackend added = scene.backend(Script.naming("2"));

        assertThat(operator.run(daemon, new AddCommand(), "app", added.address(), "--name", "b2", "--weight", "3"))
                .as("%s", operator.err())
                .isZero();

        assertThat(operator.out())
                .isEqualTo("pool=app backend=b2 added, address=" + added.address()
                        + " state=enabled weight=3 class=unknown\n");
        awaitCandidates(daemon, 2);
        assertThat(answering(daemon)).isEqualTo("12");
        assertThat(backend(daemon, "b2").get("set_at_run_time")).isEqualTo(List.of("added"));
        assertThat(backend(daemon, "b2").get("class")).isEqualTo("qualified");
        assertThat(daemon.admin().value("/api/v1/pools/app/backends/b2/health", "pool"))
                .isEqualTo("app");
        assertThat(operator.run(daemon, new PoolCommand(), "app")).isZero();
        assertThat(operator.out()).contains("Set at run time: b2 added\n");
    }

    @Test
    void removesABackendWhoseSessionsGoOn() throws Exception {
        ScriptedBackend leaving = scene.backend(Script.echo());
        WholeDaemon daemon = daemon(named("b1", leaving) + ", " + named("b2", scene.backend(Script.echo())));
        Peer first = scene.client(daemon.address("web"));
        first.send("a");
        first.readText(1);
        Peer second = scene.client(daemon.address("web"));
        second.send("b");
        second.readText(1);

        assertThat(operator.run(daemon, new RemoveCommand(), "app", "b1")).isZero();

        assertThat(operator.out()).isEqualTo("pool=app backend=b1 removed, sessions that go on: 1\n");
        int connections = awaitQuiet(leaving);
        for (Peer client : List.of(first, second)) {
            client.send("on");
            assertThat(client.readText(2)).isEqualTo("on");
        }
        assertThat(operator.run(daemon, new PoolCommand(), "app")).isZero();
        assertThat(operator.out()).contains("Removed at run time: b1\n").doesNotContain("b1  ");
        for (int i = 0; i < 6; i++) {
            Peer client = scene.client(daemon.address("web"));
            client.send("c");
            assertThat(client.readText(1)).isEqualTo("c");
        }
        assertThat(leaving.connections()).as("no session").isEqualTo(connections);

        assertThat(operator.run(daemon, new RemoveCommand(), "app", "b2")).isEqualTo(1);
        assertThat(operator.err()).contains("only backend of the pool");
        assertThat(operator.run(daemon, new RemoveCommand(), "app", "b1")).isEqualTo(1);
        assertThat(operator.err()).contains("no backend of this name");
        assertThat(operator.run(daemon, new AddCommand(), "app", leaving.address(), "--name", "b1"))
                .isZero();
        assertThat(backend(daemon, "b1").get("sessions"))
                .as("it is the same one")
                .isEqualTo(1);
        assertThat(backend(daemon, "b1").get("set_at_run_time")).isEqualTo(List.of());
    }

    /** How many connections it has had, once neither probes nor sessions come for longer than seven intervals. */
    private static int awaitQuiet(ScriptedBackend backend) {
        Eventually.isTrue("not probed any more", () -> {
            int before = backend.connections();
            return Eventually.staysTrue(Duration.ofMillis(150), () -> backend.connections() == before);
        });
        return backend.connections();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nope 127.0.0.1:1                | 1 | no pool of this name",
                "app localhost:80                | 1 | address: localhost:80 (expected: IP:PORT, [IPv6]:PORT or unix:/PATH",
                "app 127.0.0.1                   | 1 | address: 127.0.0.1 (expected: IP:PORT",
                "app 127.0.0.1:1 --weight 70000  | 1 | weight: 70000 (expected: 0 to 65535)",
                "app 127.0.0.1:1 --weight x      | 2 | is not an int",
                "app 127.0.0.1:1 --state gone    | 1 | state: gone (expected: enabled, draining, disabled)",
                "app 127.0.0.1:1 --name b1       | 1 | backend b1 of this pool has this name",
                "app 127.0.0.1:1 --name a/%      | 1 | name: a/% (expected: a name of 1 to 128 letters",
                "app                             | 2 | ADDRESS",
            })
    void saysWhyItAddsNothing(String arguments, int exitCode, String words) throws Exception {
        WholeDaemon daemon = daemon(named("b1", scene.backend(Script.echo())));

        assertThat(operator.run(daemon, new AddCommand(), arguments.split(" ", -1)))
                .isEqualTo(exitCode);

        assertThat(operator.err()).contains(words);
        assertThat(daemon.inventory().runtimeChanges().isEmpty()).isTrue();
    }

    /** Case D51, over the API. */
    @Test
    void letsNoLateWordOverwriteANewerOne() throws Exception {
        WholeDaemon daemon = daemon(named("b1", scene.backend(Script.naming("1"))));
        ScriptedBackend added = scene.backend(Script.naming("2"));
        String all = "/api/v1/pools/app/backends";
        String one = all + "/b2";

        String created = daemon.admin().send("POST", all, "{\"address\":\"" + added.address() + "\",\"name\":\"b2\"}");
        assertThat(created).startsWith("HTTP/1.1 201 ").contains("etag: \"enabled-1-0-0\"");
        awaitCandidates(daemon, 2);
        assertThat(daemon.admin().send("POST", all, "{\"address\":\"127.0.0.1:1\",\"name\":\"b2\"}"))
                .startsWith("HTTP/1.1 409 ")
                .contains("\"code\":\"conflict\"");
        assertThat(daemon.admin().send("PATCH", one, "{\"priority\":0,\"weight\":4}", "If-Match: \"enabled-1-0-0\""))
                .startsWith("HTTP/1.1 200 ");
        for (String late : List.of("PATCH", "DELETE")) {
            assertThat(daemon.admin().send(late, one, "{}", "If-Match: \"enabled-1-0-0\""))
                    .startsWith("HTTP/1.1 412 ")
                    .contains("etag: \"enabled-4-0-0\"");
        }
        assertThat(daemon.admin().send("DELETE", all + "/b9", "")).startsWith("HTTP/1.1 404 ");
        assertThat(daemon.admin().send("DELETE", one, "", "If-Match: \"enabled-4-0-0\""))
                .startsWith("HTTP/1.1 200 ");
        assertThat(daemon.admin().send("PATCH", one, "{}")).startsWith("HTTP/1.1 404 ");
        assertThat(answering(daemon)).isEqualTo("1");
    }

    @Test
    void addsNoBackendTwiceAndNoneOfItsOwnAddresses() throws Exception {
        ScriptedBackend only = scene.backend(Script.echo());
        int port = scene.backend(Script.echo()).port(); // taken: no listener can have it
        Path file = file(named("b1", only));
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("  web: { listen: \"127.0.0.1:0\"", "  web: { listen: \"127.0.0.2:" + port + "\""));
        WholeDaemon daemon = scene.closingLast(WholeDaemon.start(file));

        assertThat(operator.run(daemon, new AddCommand(), "app", only.address(), "--name", "b2"))
                .isEqualTo(1);
        assertThat(operator.err()).contains("backend b1 of this pool has this address, " + only.address());
        assertThat(operator.run(daemon, new AddCommand(), "app", "127.0.0.2:" + port))
                .isEqualTo(1);
        assertThat(operator.err())
                .contains(
                        "address: 127.0.0.2:" + port + " (expected: an address outside of this daemon; listeners.web");
    }

    @Test
    void addsBackendsOnlyWhereTheConfigurationLetsIt() throws Exception {
        ScriptedBackend one = scene.backend(Script.naming("1"));
        Path file = file(named("b1", one));
        Files.writeString(
                file,
                Files.readString(file)
                        .replace(
                                "\"127.0.0.1:0\" }\nlisteners",
                                "\"127.0.0.1:0\", allow_backends: [ 127.0.0.2 ] }\nlisteners"));
        WholeDaemon daemon = scene.closingLast(WholeDaemon.start(file));

        for (String elsewhere : List.of("169.254.169.254:80", "127.0.0.1:80", "unix:/run/app.sock", "[::1]:80")) {
            assertThat(operator.run(daemon, new AddCommand(), "app", elsewhere)).isEqualTo(1);
            assertThat(operator.err())
                    .contains("address: " + elsewhere + " (expected: an address in admin.allow_backends: [127.0.0.2");
        }
        assertThat(operator.run(daemon, new AddCommand(), "app", "127.0.0.2:80"))
                .as("%s", operator.err())
                .isZero();
    }

    @Test
    void undoesThemByAReloadAndSaysSoBefore() throws Exception {
        ScriptedBackend one = scene.backend(Script.naming("1"));
        ScriptedBackend two = scene.backend(Script.naming("2"));
        WholeDaemon daemon = daemon(named("b1", one) + ", " + named("b2", two));
        changeEverything(daemon);
        String[] file = {"-c", directory.resolve("sluice.yaml").toString()};

        assertThat(operator.run(daemon, new PlanCommand(), file)).isZero();
        assertThat(operator.out()).contains("""
                Undone, unless --keep-runtime
                  ! pool app: backend b1: removed at run time, would come back
                  ! pool app: backend b2: weight 9 (set at run time) -> 1
                  ! pool app: backend b2: max_sessions 50 (set at run time) -> 0
                  ! pool app: backend b2: priority 2 (set at run time) -> 0
                  ! pool app: backend b3: added at run time, would be removed
                """);
        assertThat(operator.run(daemon, new ReloadCommand())).isZero();

        assertThat(operator.out())
                .contains("pool app: backend b1: added, " + one.address() + ", had been removed at run time\n")
                .contains("pool app: backend b2: weight 9 (set at run time) -> 1\n")
                .contains("pool app: backend b3: removed, sessions that go on: 0, had been added at run time\n");
        assertThat(daemon.inventory().runtimeChanges().isEmpty()).isTrue();
        awaitCandidates(daemon, 2);
        assertThat(answering(daemon)).isEqualTo("12");
    }

    /** b1 is removed, b3 is new, b2 is another. */
    private void changeEverything(WholeDaemon daemon) throws IOException {
        ScriptedBackend three = scene.backend(Script.naming("3"));
        assertThat(operator.run(daemon, new RemoveCommand(), "app", "b1")).isZero();
        assertThat(operator.run(daemon, new AddCommand(), "app", three.address(), "--name", "b3", "--priority", "2"))
                .isZero();
        assertThat(operator.run(daemon, new WeightCommand(), "app", "b2", "9")).isZero();
        assertThat(operator.run(daemon, new MaxSessionsCommand(), "app", "b2", "50"))
                .isZero();
        assertThat(operator.run(daemon, new PriorityCommand(), "app", "b2", "2"))
                .isZero();
        awaitCandidates(daemon, 2);
        assertThat(answering(daemon)).isEqualTo("23");
    }

    @Test
    void keepsThemOverAReloadThatIsToldTo() throws Exception {
        ScriptedBackend one = scene.backend(Script.naming("1"));
        ScriptedBackend two = scene.backend(Script.naming("2"));
        WholeDaemon daemon = daemon(named("b1", one) + ", " + named("b2", two));
        changeEverything(daemon);
        Path file = file(named("b1", one) + ", " + named("b2", two).replace("name: b2", "name: b2, backup: true"));

        assertThat(operator.run(daemon, new PlanCommand(), "-c", file.toString(), "--keep-runtime"))
                .isZero();
        assertThat(operator.out()).contains("backup: false -> true").doesNotContain("run time");
        assertThat(operator.run(daemon, new ReloadCommand(), "--keep-runtime")).isZero();

        assertThat(operator.out()).startsWith("pool app: backend b2: backup false -> true\nversion 2 is in force");
        assertThat(backend(daemon, "b2").get("weight")).isEqualTo(9);
        assertThat(backend(daemon, "b2").get("priority")).isEqualTo(2);
        assertThat(backend(daemon, "b2").get("set_at_run_time"))
                .isEqualTo(List.of("weight", "max_sessions", "priority"));
        assertThat(answering(daemon)).as("b1 is still out, b2 a backup").isEqualTo("3");
        assertThat(operator.run(daemon, new PoolCommand(), "app")).isZero();
        assertThat(operator.out())
                .contains("Set at run time: b2 weight, max_sessions, priority; b3 added\n")
                .contains("Removed at run time: b1\n");

        assertThat(operator.run(daemon, new ReloadCommand())).isZero();
        assertThat(operator.out()).contains("weight 9 (set at run time) -> 1");
    }

    @Test
    void refusesToKeepWhatWouldLeaveAPoolWithoutABackend() throws Exception {
        ScriptedBackend one = scene.backend(Script.naming("1"));
        ScriptedBackend two = scene.backend(Script.naming("2"));
        WholeDaemon daemon = daemon(named("b1", one) + ", " + named("b2", two));
        assertThat(operator.run(daemon, new RemoveCommand(), "app", "b1")).isZero();
        Path unused = file(named("b1", one));

        assertThat(operator.run(daemon, new ReloadCommand(), "--keep-runtime", "--force"))
                .isEqualTo(1);

        assertThat(operator.err())
                .contains("pool app: no backend would be left beside what was removed at run time")
                .contains("nothing has changed");
        assertThat(answering(daemon)).isEqualTo("2");
    }

    @Test
    void keepsTheHealthOfABackendThatACommandHasDisabled() throws Exception {
        ScriptedBackend one = scene.backend(Script.naming("1"));
        WholeDaemon daemon = daemon(named("b1", one) + ", " + named("b2", scene.backend(Script.naming("2"))));
        assertThat(operator.run(daemon, new DisableCommand(), "app", "b1")).isZero();
        Object since = Objects.requireNonNull(daemon.inventory().health("app")).backend("b1");

        assertThat(operator.run(daemon, new ReloadCommand(), "--keep-runtime")).isZero();

        assertThat(backend(daemon, "b1").get("state")).isEqualTo("disabled");
        assertThat(Objects.requireNonNull(daemon.inventory().health("app")).backend("b1"))
                .isSameAs(since);
    }
}
