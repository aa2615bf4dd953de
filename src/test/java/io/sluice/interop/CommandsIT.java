package io.sluice.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The commands that need no daemon, and a daemon that does not start: exit codes and words. */
@Tag("interop")
class CommandsIT {

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void checkPraisesAValidFile() throws IOException {
        Path file = write(Config.empty().tcp("web", "127.0.0.1:" + Ports.free(), "127.0.0.1:80"));

        Outcome outcome = Sluice.command("check", "-c", file.toString()).run();

        assertThat(outcome.output()).isEqualTo(file + ": valid (listeners: 1, pools: 1)\n");
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void checkPraisesTheFileThatDocumentsEveryKey() {
        String conf = Path.of("conf/sluice.yaml").toAbsolutePath().toString();

        assertThat(Sluice.command("check", "-c", conf).output()).isEqualTo(conf + ": valid (listeners: 2, pools: 2)\n");
    }

    @Test
    void checkTellsEveryProblemWithItsPlace() throws IOException {
        Path file = write("""
                listeners:
                  web: { listen: 127.0.0.1:70000, protocol: tcp, pool: web }
                pools:
                  web:
                    schedular: rr
                    backends:
                      - { address: 127.0.0.1:80, weight: -1 }
                """);

        Outcome outcome = Sluice.command("check", "-c", file.toString()).run();

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.out().lines()).hasSize(3).allMatch(line -> line.startsWith(file + ":"));
        assertThat(outcome.out())
                .contains(file + ":2:18 listeners.web.listen: ")
                .contains(file + ":5:5 pools.web.schedular: ")
                .contains(file + ":7:42 pools.web.backends[0].weight: -1 (expected: 0 to 65535)");
    }

    @Test
    void runStartsNothingFromABadFile() throws IOException {
        Path file = write("listeners: {}\nspeed: 9\n");

        Outcome outcome = Sluice.command("run", "-c", file.toString()).run();

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).contains(file + ":2:1 speed: ").contains("is not valid, nothing was started");
    }

    @Test
    void runTellsWhichAddressIsTaken() throws IOException {
        Nginx nginx = stage.keep(Nginx.start(stage.directory(), "b1"));
        Path file = write(Config.empty().tcp("web", nginx.address(), "127.0.0.1:80"));

        Outcome outcome = Sluice.command("run", "-c", file.toString()).run();

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).contains(nginx.address()).containsIgnoringCase("address already in use");
    }

    @Test
    void aMissingFileAndWrongUsageDiffer() {
        assertThat(Sluice.command("check", "-c", "/nowhere/sluice.yaml").run().exit())
                .isEqualTo(1);
        assertThat(Sluice.command("check").run().exit()).isEqualTo(2);
        assertThat(Sluice.command("levitate").run().exit()).isEqualTo(2);
    }

    @Test
    void versionTellsWhatRuns() {
        String version = Sluice.command("version").output();

        assertThat(version).contains("sluice", System.getProperty("java.version"), "4.2.", "epoll");
    }

    private Path write(Config config) throws IOException {
        return write(config.yaml(Ports.free(), stage.directory().resolve("sessions.json")));
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(stage.directory().resolve("sluice.yaml"), yaml);
    }
}
