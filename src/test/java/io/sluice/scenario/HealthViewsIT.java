package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.HealthCommand;
import io.sluice.cli.PoolCommand;
import io.sluice.cli.StatusCommand;
import io.sluice.control.Event;
import io.sluice.control.Happening.Kind;
import io.sluice.testing.ClosedPort;
import io.sluice.testing.Eventually;
import io.sluice.testing.Operating;
import io.sluice.testing.Peer;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import io.sluice.testing.WholeDaemon;
import java.io.IOException;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an operator sees of backends that come and go. */
class HealthViewsIT {

    private static final String HISTORY = "/api/v1/pools/app/backends/b2/health";

    @RegisterExtension
    final Scene scene = new Scene();

    private final Operating operator = new Operating();

    private WholeDaemon daemon(String first, String second, String more) throws IOException {
        return scene.closingLast(WholeDaemon.start("""
                runtime: { workers: 2, drain_timeout: 1s }
                admin: { listen: "127.0.0.1:0" }
                listeners:
                  web: { listen: "127.0.0.1:0", pool: app }
                pools:
                  app:
                    scheduler: rr
                    backends: [ { address: "%s", name: b1 }, { address: "%s", name: b2 } ]
                    %s
                """.formatted(first, second, more)));
    }

    private String shown(WholeDaemon daemon, Object command, String... arguments) {
        assertThat(operator.run(daemon, command, arguments))
                .as("%s", operator.err())
                .isZero();
        return operator.out();
    }

    private static String word(WholeDaemon daemon, Object... where) {
        return String.valueOf(Eventually.calling(() -> daemon.admin().value(HISTORY, where)));
    }

    private static List<Event> events(WholeDaemon daemon, Kind kind) {
        return LongStream.rangeClosed(1, daemon.inventory().events().last())
                .mapToObj(daemon.inventory().events()::find)
                .filter(event -> event != null && event.happening().kind() == kind)
                .toList();
    }

    @Test
    void showsABackendThatIsKilledAndOneThatComesBack() throws Exception {
        ScriptedBackend stays = scene.backend(Script.closing());
        ScriptedBackend goes = scene.backend(Script.closing());
        WholeDaemon daemon =
                daemon(stays.address(), goes.address(), "check: { interval: 20ms, fall: 2, rise: 2, sampling: 5 }");
        Eventually.equal("class", "qualified", () -> word(daemon, "class"));

        goes.close();
        Eventually.equal("class", "failed", () -> word(daemon, "class"));

        assertThat(word(daemon, "last", "reason")).isEqualTo("refused");
        assertThat(word(daemon, "results", 0, "result")).isEqualTo("failed");
        assertThat(word(daemon, "changes", 0, "to")).isEqualTo("failed");
        assertThat(word(daemon, "changes", 0, "from")).isEqualTo("alive");
        assertThat(word(daemon, "changes", 0, "after")).isEqualTo("2");
        Eventually.equal("objection", "it is failed, others are not", () -> word(daemon, "not_candidate_because"));
        assertThat(shown(daemon, new HealthCommand(), "app"))
                .startsWith("Pool app  objective alive  candidates 1 of 2 (*)\n")
                .containsPattern("(?m)^\\* b1 +qualified .* [▁-█]+$")
                .containsPattern("(?m)^  b2 +failed +\\d+s  refused +\\d+s .* [▁-█]+×+$")
                .doesNotContain("\033");
        assertThat(shown(daemon, new HealthCommand(), "app", "b2", "--limit", "3"))
                .startsWith("Backend app/b2  failed for ")
                .contains("no candidate: it is failed, others are not")
                .containsPattern("Results  the last 3 of \\d+\n")
                .containsPattern("alive +failed +refused +2  connection refused")
                .doesNotContain("\033");
        assertThat(shown(daemon, new PoolCommand(), "app"))
                .contains("  NO CANDIDATE  BECAUSE\n  b2            it is failed, others are not\n");
        assertThat(shown(daemon, new StatusCommand())).contains("\n* b1 ").contains("\n  b2 ");
        assertThat(shown(daemon, new HealthCommand(), "app", "b2", "--json")).startsWith("{\"pool\":\"app\",\"time\":");

        scene.backendAfter(goes, Script.closing());
        Eventually.equal("class", "qualified", () -> word(daemon, "class"));
        assertThat(shown(daemon, new HealthCommand(), "app")).contains("candidates 2 of 2");
        assertThat(shown(daemon, new PoolCommand(), "app")).doesNotContain("NO CANDIDATE");
    }

    @Test
    void saysWhatIsNotThereAndHowToAsk() throws Exception {
        WholeDaemon daemon = daemon(ClosedPort.address(), ClosedPort.address(), "");

        assertThat(operator.run(daemon, new HealthCommand(), "nope")).isEqualTo(1);
        assertThat(operator.err()).contains("no pool of this name");
        assertThat(operator.run(daemon, new HealthCommand(), "app", "nope")).isEqualTo(1);
        assertThat(operator.err()).contains("no backend of this name");
        assertThat(operator.run(daemon, new PoolCommand(), "nope")).isEqualTo(1);
        assertThat(operator.run(daemon, new HealthCommand())).isEqualTo(2);
        assertThat(operator.run(daemon, new HealthCommand(), "app", "b1", "--limit", "17281"))
                .isEqualTo(2);
        assertThat(operator.err()).contains("--limit 17281 (expected: 0 to 17280)");
        assertThat(operator.run(daemon, new HealthCommand(), "app", "--limit", "3"))
                .isEqualTo(2);
        assertThat(shown(daemon, new HealthCommand(), "app", "b1")).contains("not probed");
        String nobody = ClosedPort.address();
        assertThat(operator.run(new PoolCommand(), "app", "--admin", "http://" + nobody))
                .isEqualTo(3);
    }

    @Test
    void tellsOfEjections() throws Exception {
        ScriptedBackend alive = scene.backend(Script.naming("a"));
        WholeDaemon daemon = daemon(alive.address(), ClosedPort.address(), "passive: { fall: 2, for: 1h }");

        Eventually.isTrue("ejected", () -> {
            try (Peer client = scene.client(daemon.address("web"))) {
                assertThat(client.readText(1)).isEqualTo("a");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return word(daemon, "ejected").equals("true");
        });

        String labels = "{backend=\"b2\",pool=\"app\"}";
        assertThat(daemon.admin().metric("sluice_backend_ejected" + labels)).isEqualTo(1);
        assertThat(daemon.admin().metric("sluice_backend_ejections_total" + labels))
                .isEqualTo(1);
        assertThat(daemon.admin().metric("sluice_backend_candidate" + labels)).isZero();
        assertThat(events(daemon, Kind.EJECTION)).singleElement().satisfies(event -> {
            assertThat(event.happening().to()).isEqualTo("ejected");
            assertThat(event.happening().backend()).isEqualTo("b2");
            assertThat(event.happening().detail()).startsWith("for 3600000 ms, after ");
        });
        assertThat(shown(daemon, new PoolCommand(), "app"))
                .contains("alive, ejected")
                .contains("it is ejected");
    }
}
