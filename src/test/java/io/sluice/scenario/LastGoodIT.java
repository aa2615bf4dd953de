package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.ConfirmCommand;
import io.sluice.cli.ReloadCommand;
import io.sluice.cli.RevertCommand;
import io.sluice.testing.Eventually;
import io.sluice.testing.Operating;
import io.sluice.testing.Program;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import io.sluice.testing.Supervisor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A copy of the configuration in force, and starts from it. */
class LastGoodIT {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String INVALID = "listeners: {}\npools: {}\nnonsense: 1\n";

    @RegisterExtension
    final Scene scene = new Scene();

    @TempDir
    Path directory;

    private final Operating operator = new Operating();
    private Path file;
    private Path lastGood;
    private ScriptedBackend backend;

    @BeforeEach
    void choose() throws IOException {
        file = directory.resolve("sluice.yaml");
        lastGood = directory.resolve("last-good.yaml");
        backend = scene.backend(Script.naming("served"));
    }

    private String yaml(String runtime, int port) {
        return """
                runtime: { workers: 2, drain_timeout: 100ms%s }
                admin: { listen: "unix:%s" }
                listeners:
                  web: { listen: "127.0.0.1:%d", pool: app }
                pools:
                  app: { backends: [ "%s" ] }
                """.formatted(runtime, directory.resolve("admin.sock"), port, backend.address());
    }

    private Program daemon() throws IOException {
        return daemon(new Program.Start());
    }

    private Program daemon(Program.Start start) throws IOException {
        return scene.closing(start.sluice("run", "-c", file.toString(), "--last-good", lastGood.toString()));
    }

    private void assertServes(Program daemon) throws IOException {
        assertThat(scene.client(daemon.address("web")).readText(6)).isEqualTo("served");
    }

    private void keeps(String text) {
        Eventually.isTrueWithin(
                PATIENCE,
                "the copy is written",
                () -> Files.exists(lastGood)
                        && Eventually.calling(() -> Files.readString(lastGood)).equals(text));
    }

    private static void hangUp(Program daemon) throws IOException, InterruptedException {
        long reloads = lines(daemon, "signal=HUP reloading");
        daemon.signal("HUP");
        Eventually.isTrueWithin(PATIENCE, "it hears", () -> lines(daemon, "signal=HUP reloading") > reloads);
    }

    private static long lines(Program daemon, String part) {
        return daemon.err().stream().filter(line -> line.contains(part)).count();
    }

    @Test
    void keepsWhatComesIntoForceAndNothingElse() throws Exception {
        String first = yaml("", 0) + "# first\n";
        String second = yaml("", 0) + "# second é\n";
        Files.writeString(file, first);
        Program daemon = daemon();
        daemon.address("web");
        keeps(first);

        Files.writeString(file, INVALID);
        hangUp(daemon);
        daemon.errLine("config refused");
        assertThat(lastGood).hasContent(first);
        Files.writeString(file, second);
        hangUp(daemon);

        daemon.errLine("config version=2 ");
        keeps(second);
        daemon.signal("TERM");
        assertThat(daemon.exitCode()).isZero();
    }

    @Test
    void keepsWhatWasTriedOutOnlyOnceItIsConfirmed() throws Exception {
        String first = yaml("", 0) + "# first\n";
        String second = yaml("", 0) + "# second\n";
        Files.writeString(file, first);
        Program daemon = daemon();
        daemon.address("web");
        keeps(first);
        String[] admin = {"--admin", "unix:" + directory.resolve("admin.sock")};

        Files.writeString(file, second);
        assertThat(operator.run(new ReloadCommand(), "--confirm", "1h", admin[0], admin[1]))
                .isZero();
        assertThat(operator.run(new RevertCommand(), admin)).isZero();
        assertThat(operator.run(new ReloadCommand(), "--confirm", "1h", admin[0], admin[1]))
                .isZero();
        assertThat(lastGood).hasContent(first);

        assertThat(operator.run(new ConfirmCommand(), admin)).isZero();
        keeps(second);
        daemon.signal("TERM");
        assertThat(daemon.exitCode()).isZero();
    }

    /** The copy says that the file is to be watched, so the daemon goes over to it as soon as it is right again. */
    @Test
    void startsFromTheCopyAndGoesOverToTheFileOnceThatIsRight() throws Exception {
        Files.writeString(file, INVALID);
        Files.writeString(lastGood, yaml(", watch: true", 0));
        String name = directory.resolve("notify").toString();
        try (Supervisor supervisor = new Supervisor(name)) {
            Program daemon = daemon(new Program.Start().environment("NOTIFY_SOCKET", name));
            assertServes(daemon);
            assertThat(daemon.err()).anyMatch(line -> line.startsWith(file + ":3:1 nonsense: unknown key "));
            assertThat(daemon.errLine("WARN")).contains(file.toString(), lastGood.toString());
            assertThat(supervisor.awaitMessage(PATIENCE, "READY=1"))
                    .endsWith("listeners: 1, pools: 1, the file cannot be used: serving the last good " + lastGood);

            String repaired = yaml(", watch: true", 0) + "# repaired\n";
            Files.writeString(file, repaired);

            daemon.errLine("has changed, reloading");
            daemon.errLine("config version=2 ");
            keeps(repaired);
            assertThat(supervisor.awaitMessage(PATIENCE, "STATUS=")).isEqualTo("STATUS=listeners: 1, pools: 1");
            daemon.signal("TERM");
            assertThat(daemon.exitCode()).isZero();
        }
    }

    @Test
    void startsFromTheCopyWhenTheFileIsMissingAndReadsItOnASignal() throws Exception {
        String kept = yaml("", 0) + "# kept\n";
        Files.writeString(lastGood, kept);
        Program daemon = daemon();
        assertServes(daemon);
        assertThat(daemon.err()).anyMatch(line -> line.startsWith(file + ":1:1 file: no such file "));

        hangUp(daemon);
        daemon.errLine("config refused: " + file);
        assertThat(lastGood).hasContent(kept);
        Files.writeString(file, yaml("", 0));
        hangUp(daemon);

        daemon.errLine("config version=2 ");
        keeps(yaml("", 0));
        daemon.signal("TERM");
        assertThat(daemon.exitCode()).isZero();
    }

    @Test
    void servesWhenNoCopyCanBeWritten() throws Exception {
        lastGood = Files.writeString(directory.resolve("plain"), "a file").resolve("last-good.yaml");
        Files.writeString(file, yaml("", 0));
        Program daemon = daemon();
        assertServes(daemon);
        assertThat(daemon.errLine("not written")).contains("WARN", lastGood.toString(), "Not a directory");

        hangUp(daemon);
        daemon.errLine("config version=2 ");

        Eventually.isTrueWithin(PATIENCE, "told for each", () -> lines(daemon, "not written") == 2);
        assertServes(daemon);
        daemon.signal("TERM");
        assertThat(daemon.exitCode()).isZero();
    }

    @Test
    void doesNotTakeTheCopyForAPortThatIsTaken() throws Exception {
        Files.writeString(lastGood, yaml("", 0));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Files.writeString(file, yaml("", taken.getLocalPort()));
            Program daemon = daemon();

            assertThat(daemon.exitCode()).isEqualTo(1);
            assertThat(daemon.errLine("listener=web")).contains("127.0.0.1:" + taken.getLocalPort());
            assertThat(daemon.err()).noneMatch(line -> line.contains(lastGood.toString()));
            assertThat(lastGood).hasContent(yaml("", 0));
        }
    }
}
