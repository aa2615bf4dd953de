package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.LogLevelCommand;
import io.sluice.cli.ReloadCommand;
import io.sluice.control.ReloadResult;
import io.sluice.testing.Eventually;
import io.sluice.testing.Operating;
import io.sluice.testing.Program;
import io.sluice.testing.Scene;
import io.sluice.testing.WholeDaemon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;
import org.slf4j.simple.LoggerLevels;

/** How much a daemon logs is changed while it runs, by command and by its file. */
class LogLevelIT {

    @RegisterExtension
    final Scene scene = new Scene();

    @TempDir
    Path directory;

    private final Operating operator = new Operating();

    /** The level is the process's, and other tests share it. */
    @AfterEach
    void restore() {
        LoggerLevels.set(Level.INFO);
    }

    private String socket() {
        return "unix:" + directory.resolve("admin.sock");
    }

    private Path file(String log) throws IOException {
        return Files.writeString(directory.resolve("sluice.yaml"), """
                runtime: { workers: 1, drain_timeout: 1s }
                admin: { listen: "%s" }
                log: { %s }
                listeners:
                  web: { listen: "127.0.0.1:0", pool: app }
                pools:
                  app: { backends: [ "127.0.0.1:9" ] }
                """.formatted(socket(), log));
    }

    /** Runs {@code sluice log-level}. */
    private int level(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--admin", socket()));
        return operator.run(new LogLevelCommand(), all.toArray(new String[0]));
    }

    private static List<String> changes(ReloadResult result) {
        return ((ReloadResult.Applied) result).changes();
    }

    @Test
    void isSetByCommandAndLeftAloneByAReloadForAnotherReason() throws Exception {
        WholeDaemon daemon = scene.closingLast(WholeDaemon.start(file("level: info")));
        assertThat(level()).as("%s", operator.err()).isZero();
        assertThat(operator.out()).isEqualTo("level=info\n");

        assertThat(level("debug")).as("%s", operator.err()).isZero();
        assertThat(operator.out()).isEqualTo("level=debug\n");
        assertThat(changes(daemon.reload())).isEmpty();
        assertThat(level("--json")).isZero();
        assertThat(operator.out()).isEqualTo("{\"level\":\"debug\"}\n");
        assertThat(LoggerLevels.now()).isEqualTo(Level.DEBUG);
    }

    @Test
    void followsTheFileOnceThatChanges() throws Exception {
        WholeDaemon daemon = scene.closingLast(WholeDaemon.start(file("level: info, sessions: off, format: text")));
        level("trace");

        file("level: warn, sessions: stdout, format: json");
        assertThat(changes(daemon.reload()))
                .containsExactly(
                        "log.sessions: changed, needs a restart; until then it is as before",
                        "log.format: changed, needs a restart; until then it is as before",
                        "log: level trace (set at run time) -> warn");
        assertThat(daemon.admin().body("/api/v1/log")).isEqualTo("{\"level\":\"warn\"}\n");

        assertThat(changes(daemon.reload()))
                .as("what needs a restart is told again")
                .hasSize(2);
        file("level: info, sessions: off, format: text");
        assertThat(changes(daemon.reload())).containsExactly("log: level warn -> info");
        assertThat(LoggerLevels.now()).isEqualTo(Level.INFO);
    }

    @Test
    void keepsItWhenAReloadIsRefused() throws Exception {
        WholeDaemon daemon = scene.closingLast(WholeDaemon.start(file("level: info")));
        Path file = file("level: debug");
        Files.writeString(file, Files.readString(file).replace("web: {", "web: { nonsense: 1,"));

        assertThat(daemon.reload()).isInstanceOf(ReloadResult.Refused.class);

        assertThat(LoggerLevels.now()).isEqualTo(Level.INFO);
    }

    @Test
    void refusesOtherWords() throws Exception {
        scene.closingLast(WholeDaemon.start(file("level: info")));

        assertThat(level("loud")).isEqualTo(2);
        assertThat(operator.err()).startsWith("level: loud (expected: trace, debug, info, warn, error)");
        assertThat(level("debug", "info")).isEqualTo(2);
        assertThat(LoggerLevels.now()).isEqualTo(Level.INFO);
    }

    @Test
    void changesWhatIsWritten() throws Exception {
        Program daemon = scene.closing(
                new Program.Start().sluice("run", "-c", file("level: error").toString()));
        Eventually.isTrue("it runs", () -> level() == 0);
        assertThat(operator.out()).isEqualTo("level=error\n");
        assertThat(daemon.err()).as("what an error level leaves of a start").isEmpty();

        level("debug");
        daemon.errLine("log level=debug was=error");
        level("error");
        daemon.errLine("log level=error was=debug");
        assertThat(daemon.errLine("action=\"PATCH /api/v1/log\" body=\"{\\\"level\\\":\\\"error\\\"}\" result=200"))
                .contains("audit actor=uid:");
        assertThat(operator.run(new ReloadCommand(), "--admin", socket())).isZero();
        level("info");
        assertThat(operator.run(new ReloadCommand(), "--admin", socket())).isZero();
        daemon.errLine("config version=3");

        assertThat(daemon.err()).noneMatch(line -> line.contains("config version=2"));
    }
}
