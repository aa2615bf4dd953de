package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.FreezeCommand;
import io.sluice.cli.StatusCommand;
import io.sluice.cli.UnfreezeCommand;
import io.sluice.control.Event;
import io.sluice.control.Happening;
import io.sluice.control.Happening.Kind;
import io.sluice.model.BackendClass;
import io.sluice.model.ConnectFailure;
import io.sluice.model.ProbeReason;
import io.sluice.testing.Classes;
import io.sluice.testing.ClosedPort;
import io.sluice.testing.Controlled;
import io.sluice.testing.Eventually;
import io.sluice.testing.Operating;
import io.sluice.testing.Peer;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import io.sluice.testing.Sluice;
import io.sluice.testing.WholeDaemon;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An operator holds everything that is decided about health as it is, and lets it go on. */
class FreezeIT {

    @RegisterExtension
    final Scene scene = new Scene();

    private final Operating operator = new Operating();

    private static String yaml(String passive, String... backends) {
        return """
                listeners:
                  web: { listen: "127.0.0.1:0", pool: app }
                pools:
                  app:
                    scheduler: rr
                    passive: %s
                    backends: [ "%s" ]
                """.formatted(passive, String.join("\", \"", backends));
    }

    private static void ask(Sluice sluice) {
        Eventually.calling(() -> {
            try (Peer client = Peer.connect(sluice.address())) {
                assertThat(client.readText(1)).isEqualTo("b");
            }
            return true;
        });
    }

    private static boolean isEjected(Sluice sluice) {
        return Classes.snapshot(sluice, "app").members().get(0).health().ejected();
    }

    @Test
    void ejectsNobodyUntilItIsOver() throws IOException {
        ScriptedBackend alive = scene.backend(Script.naming("b"));
        Sluice sluice = scene.sluice(yaml("{ fall: 3, for: 1h }", ClosedPort.address(), alive.address()));
        sluice.control().freezeHealth().join();

        for (int i = 0; i < 30; i++) {
            ask(sluice);
        }
        assertThat(sluice.backend(0).connectFailures().count(ConnectFailure.REFUSED))
                .as("it is tried every time")
                .isGreaterThanOrEqualTo(10);
        assertThat(isEjected(sluice)).isFalse();

        sluice.control().thawHealth().join();
        assertThat(isEjected(sluice) || Eventually.becomesTrue(Duration.ofMillis(500), () -> isEjected(sluice)))
                .as("at once, without another failure")
                .isTrue();
    }

    @Test
    void letsNobodyInWhoseTimeIsOverUntilItIs() throws IOException {
        ScriptedBackend alive = scene.backend(Script.naming("b"));
        Sluice sluice = scene.sluice(yaml("{ fall: 3, for: 300ms }", ClosedPort.address(), alive.address()));
        Eventually.isTrue("it is ejected", () -> {
            ask(sluice);
            return isEjected(sluice);
        });

        sluice.control().freezeHealth().join();
        assertThat(Eventually.staysTrue(Duration.ofMillis(600), () -> isEjected(sluice)))
                .as("longer than its time")
                .isTrue();
        sluice.control().thawHealth().join();

        Eventually.isTrue("it is let in", () -> !isEjected(sluice));
    }

    @Test
    void holdsForPoolsThatComeMeanwhile() throws IOException {
        ScriptedBackend alive = scene.backend(Script.naming("b"));
        String before = yaml(
                        "{ fall: 3, for: 1h }", alive.address(), alive.address().replace("127.0.0.1", "127.0.0.2"))
                .replace("app", "old");
        Sluice sluice = scene.sluice(before);
        sluice.control().freezeHealth().join();

        List<String> unused = sluice.reload(yaml("{ fall: 3, for: 1h }", ClosedPort.address(), alive.address()));
        for (int i = 0; i < 30; i++) {
            ask(sluice);
        }

        assertThat(isEjected(sluice)).isFalse();
        sluice.control().thawHealth().join();
        Eventually.isTrue("it is ejected", () -> isEjected(sluice));
    }

    private WholeDaemon daemon(Controlled script) throws IOException {
        return scene.closingLast(
                WholeDaemon.start("""
                runtime: { drain_timeout: 1s }
                admin: { listen: "127.0.0.1:0" }
                listeners:
                  web: { listen: "127.0.0.1:0", pool: app }
                pools:
                  app:
                    backends: [ { name: b1, address: "%s" } ]
                    check: { %s, interval: 20ms, fall: 2 }
                """.formatted(scene.backend(script).address(), Controlled.CHECK)));
    }

    private static BackendClass backendClass(WholeDaemon daemon) {
        return daemon.inventory().pools().get(0).snapshot().members().get(0).backendClass();
    }

    private static long refusals(WholeDaemon daemon) {
        return Objects.requireNonNull(
                        Objects.requireNonNull(daemon.inventory().health("app")).backend("b1"))
                .probes()
                .count(ProbeReason.MISMATCH);
    }

    @Test
    void isCommandedAndShownEverywhere() throws Exception {
        Controlled script = new Controlled("b");
        WholeDaemon daemon = daemon(script);
        Eventually.equal("class", BackendClass.QUALIFIED, () -> backendClass(daemon));
        assertThat(daemon.admin().metric("sluice_health_frozen")).isZero();

        assertThat(operator.run(daemon, new FreezeCommand()))
                .as("%s", operator.err())
                .isZero();
        assertThat(operator.out())
                .isEqualTo("health is frozen: neither probes nor failures of sessions decide who serves\n");
        assertThat(operator.run(daemon, new FreezeCommand(), "--json")).isZero();
        assertThat(operator.out()).isEqualTo("{\"frozen\":true}\n");
        script.wrong(true);
        Eventually.isTrue("probes fail", () -> refusals(daemon) > 4);
        assertThat(backendClass(daemon)).isEqualTo(BackendClass.QUALIFIED);
        assertThat(daemon.admin().metric("sluice_health_frozen")).isEqualTo(1);
        assertThat(daemon.admin().value("/api/v1/health", "frozen")).isEqualTo(true);
        assertThat(daemon.admin().value("/api/v1/status", "health_frozen")).isEqualTo(true);
        assertThat(operator.run(daemon, new StatusCommand(), "--no-rates")).isZero();
        assertThat(operator.out()).contains("\nhealth frozen: neither probes");

        assertThat(operator.run(daemon, new UnfreezeCommand())).isZero();
        assertThat(operator.out()).isEqualTo("health decides who serves\n");
        Eventually.equal("class", BackendClass.FAILED, () -> backendClass(daemon));
        assertThat(operator.run(daemon, new UnfreezeCommand())).as("once more").isZero();
        assertThat(daemon.admin().value("/api/v1/status", "health_frozen")).isEqualTo(false);
        assertThat(operator.run(daemon, new StatusCommand(), "--no-rates")).isZero();
        assertThat(operator.out()).doesNotContain("frozen");
        assertThat(told(daemon))
                .containsExactly(
                        Happening.ofProcess(Kind.HEALTH, "deciding", "frozen", "command"),
                        Happening.ofProcess(Kind.HEALTH, "frozen", "deciding", "command"));

        assertThat(operator.run(daemon, new FreezeCommand(), "app")).isEqualTo(2);
        assertThat(operator.run(new UnfreezeCommand(), "--admin", "http://" + ClosedPort.address()))
                .isEqualTo(3);
    }

    private static List<Happening> told(WholeDaemon daemon) {
        return LongStream.rangeClosed(1, daemon.inventory().events().last())
                .mapToObj(daemon.inventory().events()::find)
                .map(Objects::requireNonNull)
                .map(Event::happening)
                .filter(happening -> happening.kind() == Kind.HEALTH)
                .toList();
    }
}
