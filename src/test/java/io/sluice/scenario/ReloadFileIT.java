package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.ReloadCommand;
import io.sluice.control.ReloadResult;
import io.sluice.health.HealthRecord;
import io.sluice.model.BackendClass;
import io.sluice.testing.Eventually;
import io.sluice.testing.Operating;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import io.sluice.testing.WholeDaemon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A daemon reads its file again, by API and by command. */
class ReloadFileIT {

    @RegisterExtension
    final Scene scene = new Scene();

    @TempDir
    Path directory;

    private final Operating operator = new Operating();

    private String yaml(ScriptedBackend backend, int weight) {
        return """
                runtime: { workers: 2, drain_timeout: 1s }
                admin: { listen: "127.0.0.1:0" }
                listeners:
                  web: { listen: "127.0.0.1:0", pool: app }
                pools:
                  app:
                    scheduler: rr
                    check: { type: tcp, interval: 200ms, timeout: 100ms }
                    backends: [ { address: "%s", name: b1, weight: %d } ]
                """.formatted(backend.address(), weight);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("sluice.yaml"), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "listeners: [", "pools: {}\nlisteners: {}\nnonsense: 1\n"})
    void goesOnWithTheOldOneWhenTheFileIsBroken(String broken) throws Exception {
        ScriptedBackend backend = scene.backend(Script.echo());
        Path file = file(yaml(backend, 1));
        WholeDaemon daemon = scene.closingLast(WholeDaemon.start(file));
        String hash = daemon.inventory().config().hash();
        file(broken);

        ReloadResult result = daemon.reload();
        assertThat(result).isInstanceOf(ReloadResult.Refused.class);
        assertThat(((ReloadResult.Refused) result).problems())
                .isNotEmpty()
                .allMatch(problem -> problem.contains("sluice.yaml:"));
        assertThat(operator.run(daemon, new ReloadCommand())).isEqualTo(1);
        assertThat(operator.err()).contains("sluice.yaml:", "nothing has changed");
        assertThat(daemon.inventory().config().version()).isEqualTo(1);
        assertThat(daemon.inventory().config().hash()).isEqualTo(hash);
        assertThat(daemon.admin().metric("sluice_config_reloads_total{result=\"refused\"}"))
                .isEqualTo(2);
        assertThat(scene.client(daemon.address("web")).socket().isConnected()).isTrue();
    }

    @Test
    void goesOverToTheNewOneByCommand() throws Exception {
        ScriptedBackend backend = scene.backend(Script.echo());
        Path file = file(yaml(backend, 1));
        WholeDaemon daemon = scene.closingLast(WholeDaemon.start(file));
        file(yaml(backend, 3).replace("workers: 2", "workers: 1"));

        assertThat(operator.run(daemon, new ReloadCommand()))
                .as("%s", operator.err())
                .isZero();
        assertThat(operator.out())
                .contains("pool app: backend b1: weight 1 -> 3", "runtime.workers: changed, needs a restart")
                .contains("version 2 is in force");
        assertThat(daemon.admin().metric("sluice_backend_weight{backend=\"b1\",pool=\"app\"}"))
                .isEqualTo(3);
        assertThat(daemon.admin().metric("sluice_config_version")).isEqualTo(2);
        assertThat(operator.run(daemon, new ReloadCommand(), "--force", "--json"))
                .isZero();
        assertThat(operator.out()).contains("\"applied\":true");
    }

    @Test
    void keepsWhatItsProbesHaveFound() throws Exception {
        ScriptedBackend backend = scene.backend(Script.echo());
        ScriptedBackend added = scene.backend(Script.echo());
        String first = yaml(backend, 1);
        Path file = file(first);
        WholeDaemon daemon = scene.closingLast(WholeDaemon.start(file));
        Eventually.isTrue("it is alive", () -> isKnown(daemon, "b1"));
        HealthRecord before = record(daemon, "b1");

        file(first.replace("weight: 1 }", "weight: 4 }, { address: \"" + added.address() + "\", name: b2 }"));
        assertThat(daemon.reload()).isInstanceOf(ReloadResult.Applied.class);

        assertThat(record(daemon, "b1")).isSameAs(before);
        assertThat(isKnown(daemon, "b1")).isTrue();
        Eventually.isTrue("the added one is probed", () -> isKnown(daemon, "b2"));
        file(first);
        assertThat(daemon.reload()).isInstanceOf(ReloadResult.Applied.class);
        assertThat(daemon.admin().body("/metrics")).doesNotContain("backend=\"b2\"");
    }

    private static HealthRecord record(WholeDaemon daemon, String backend) {
        HealthRecord record =
                Objects.requireNonNull(daemon.inventory().health("app")).backend(backend);
        return Objects.requireNonNull(record);
    }

    private static boolean isKnown(WholeDaemon daemon, String backend) {
        return daemon.inventory().pools().get(0).snapshot().members().stream()
                .anyMatch(member -> member.backend().name().equals(backend)
                        && member.backendClass() != BackendClass.UNKNOWN
                        && !member.isFailed());
    }
}
