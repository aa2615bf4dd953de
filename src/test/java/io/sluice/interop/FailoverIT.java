package io.sluice.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Backends that go while clients come. */
@Tag("interop")
class FailoverIT {

    @RegisterExtension
    final Stage stage = new Stage();

    private final List<Nginx> backends = Nginx.start(stage, "b1", "b2", "b3");
    private final int port = Ports.free();
    private final String url = "http://127.0.0.1:" + port + "/who";
    private final Sluice sluice = stage.sluice(
            Config.empty().tcp("web", "127.0.0.1:" + port, "half_close_timeout: 1s", Nginx.addresses(backends)));

    @Test
    void noRequestFailsWhenABackendIsGone() {
        assertThat(ask(30)).contains("b1", "b2", "b3");

        backends.get(1).program().kill();

        assertThat(ask(60)).hasSize(60).contains("b1", "b3").doesNotContain("b2");
        Metrics metrics = sluice.metrics();
        assertThat(metrics.sum("sluice_backend_connect_failures_total", "backend", "b2", "reason", "refused"))
                .isPositive();
        assertThat(metrics.sum("sluice_backend_connect_failures_total", "backend", "b1"))
                .isZero();
        assertThat(metrics.sum("sluice_sessions_ended_total", "code", "SC")).isZero();
    }

    /**
     * nginx closes its sockets and ends what it has begun. It drops the one connection whose request it has not read, and no
     * proxy can know whether that one was served; curl asks one at a time, so there is at most one.
     */
    @Test
    void noRequestFailsButTheOneThatABackendDropsAsItGoes() {
        RealProgram asking = stage.keep(curl(400).start());
        Await.until("b2 has served", () -> asking.out().contains("b2"));

        backends.get(1).program().signal("QUIT");

        Outcome outcome = asking.finish(Duration.ofSeconds(60));
        assertThat(outcome.out().lines()).as("%s", outcome).hasSizeGreaterThanOrEqualTo(399);
        assertThat(ask(60)).hasSize(60).doesNotContain("b2");
        assertThat(sluice.metrics().sum("sluice_sessions_ended_total", "code", "SC"))
                .isZero();
    }

    @Test
    void tellsTheClientWhenEveryBackendIsGone() {
        backends.forEach(nginx -> nginx.program().kill());

        Outcome outcome = Command.of("curl", "-sS", "--max-time", "10", url).run();

        assertThat(outcome.exit()).as("%s", outcome).isIn(52, 56); // empty reply, or reset
        Metrics metrics = sluice.metrics();
        assertThat(metrics.sum("sluice_sessions_ended_total", "code", "SC")).isEqualTo(1);
        assertThat(metrics.sum("sluice_backend_connect_failures_total", "reason", "refused"))
                .isEqualTo(3);
    }

    /** The kernel goes on accepting for a stopped process, so only a probe that waits for an answer could tell. */
    @Test
    void aStoppedBackendStillTakesConnections() {
        Nginx stopped = backends.get(0);
        stopped.program().signalAll("STOP");

        Outcome outcome = Command.of("curl", "-s", "--parallel", "--parallel-immediate", "--max-time", "2")
                .and("-H", "Connection: close", url + "?[1-6]")
                .run();

        assertThat(outcome.exit()).isEqualTo(28);
        assertThat(outcome.out().lines()).hasSize(4).containsOnly("b2", "b3");
        assertThat(sluice.metrics().sum("sluice_backend_sessions_total", "backend", "b1"))
                .isEqualTo(2);
        assertThat(sluice.metrics().sum("sluice_backend_connect_failures_total"))
                .isZero();
        stopped.program().signalAll("CONT");
    }

    private List<String> ask(int times) {
        return curl(times).output().lines().toList();
    }

    private Command curl(int times) {
        return Command.of(
                "curl", "-sS", "--fail", "--max-time", "10", "-H", "Connection: close", url + "?[1-" + times + "]");
    }
}
