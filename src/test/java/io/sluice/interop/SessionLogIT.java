package io.sluice.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One line for each session, which says what the session was. That lines and counters agree is in every epilogue. */
@Tag("interop")
class SessionLogIT {

    @RegisterExtension
    final Stage stage = new Stage();

    private final List<Nginx> backends = Nginx.start(stage, "b1", "b2", "b3");
    private final int gone = Ports.free();
    private final int port = Ports.free();
    private final int deadPort = Ports.free();
    private final Sluice sluice = stage.sluice(Config.empty()
            .tcp("web", "127.0.0.1:" + port, Nginx.addresses(backends))
            .tcp("dead", "127.0.0.1:" + deadPort, "127.0.0.1:" + gone));

    @Test
    void tellsEverySessionOfALoad() {
        Wrk wrk = Wrk.of(Wrk.against(stage.directory(), "http://127.0.0.1:" + port + "/who", 20, 2)
                .and("-H", "Connection: close")
                .output());

        assertThat(wrk.bad() + wrk.broken()).isZero();
        Metrics metrics = atRest();
        assertThat(metrics.sum("sluice_session_log_lost_total")).isZero();
        SessionLines lines = sluice.sessions();
        assertThat(lines.by("backend"))
                .isEqualTo(metrics.by("backend", "sluice_backend_sessions_total", "pool", "web"));
        assertThat(lines.by("listener")).containsOnlyKeys("web");
        assertThat(lines.by("attempts")).containsOnlyKeys("1");
    }

    @Test
    void tellsWhatASessionWas() {
        String local = Command.of("curl", "-sS", "-o", "/dev/null", "-H", "Connection: close")
                .and("-w", "%{local_ip}:%{local_port}", "http://127.0.0.1:" + port + "/who")
                .output();
        atRest();

        Map<String, Object> line = sluice.sessions().all().get(0);

        assertThat(line)
                .containsOnlyKeys(
                        "time",
                        "listener",
                        "protocol",
                        "client",
                        "pool",
                        "backend",
                        "bytes_in",
                        "bytes_out",
                        "connect_ms",
                        "duration_ms",
                        "attempts",
                        "code",
                        "reason");
        assertThat(line)
                .containsEntry("listener", "web")
                .containsEntry("protocol", "tcp")
                .containsEntry("client", local)
                .containsEntry("pool", "web")
                .containsEntry("attempts", 1)
                .containsEntry("code", "--");
        assertThat(Instant.parse(String.valueOf(line.get("time")))).isBeforeOrEqualTo(Instant.now());
    }

    @Test
    void tellsWhyASessionWasNot() {
        Command.of("curl", "-sS", "--max-time", "10", "http://127.0.0.1:" + deadPort + "/")
                .run();
        atRest();

        Map<String, Object> line = sluice.sessions().all().get(0);

        assertThat(line)
                .containsEntry("listener", "dead")
                .containsEntry("backend", "b1")
                .containsEntry("code", "SC")
                .containsEntry("reason", "connection refused")
                .containsEntry("connect_ms", null);
    }

    /** Waits until every session has ended and is in the log. */
    private Metrics atRest() {
        Await.until(
                "every session has ended and is in the log",
                () -> sluice.metrics().sum("sluice_sessions_active") == 0
                        && sluice.sessions().all().size() >= sluice.metrics().sum("sluice_sessions_ended_total"));
        return sluice.metrics();
    }
}
