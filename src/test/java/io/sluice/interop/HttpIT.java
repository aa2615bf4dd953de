package io.sluice.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Three nginx behind one listener, under wrk and curl. */
@Tag("interop")
class HttpIT {

    @RegisterExtension
    final Stage stage = new Stage();

    private final List<Nginx> backends = Nginx.start(stage, "b1", "b2", "b3");
    private final int port = Ports.free();
    private final Sluice sluice =
            stage.sluice(Config.empty().tcp("web", "127.0.0.1:" + port, Nginx.addresses(backends)));
    private final String url = "http://127.0.0.1:" + port + "/who";

    @Test
    void keepsConnectionsOpenUnderLoad() {
        Wrk wrk = Wrk.of(Wrk.against(stage.directory(), url, 30, 3).output());

        assertThat(wrk.requests()).isGreaterThan(1_000);
        assertThat(wrk.bad() + wrk.broken()).isZero();
        Metrics metrics = sluice.metricsAtRest();
        assertThat(metrics.sum("sluice_listener_sessions_total")).isEqualTo(31); // wrk tries the address first
        assertThat(perBackend(metrics).values()).allMatch(sessions -> sessions == 10 || sessions == 11);
        assertThat(metrics.sum("sluice_listener_bytes_total", "direction", "out"))
                .isBetween(wrk.bytes(), wrk.bytes() + 30 * 1_000);
    }

    @Test
    void servesOneConnectionPerRequestUnderLoad() {
        Wrk wrk = Wrk.of(Wrk.against(stage.directory(), url, 20, 3)
                .and("-H", "Connection: close")
                .output());

        assertThat(wrk.requests()).isGreaterThan(500);
        assertThat(wrk.bad() + wrk.broken()).isZero();
        Metrics metrics = sluice.metrics();
        assertThat(metrics.sum("sluice_listener_sessions_total")).isBetween(wrk.requests(), wrk.requests() + 40);
        Map<String, Long> perBackend = perBackend(metrics);
        assertThat(Collections.max(perBackend.values()) - Collections.min(perBackend.values()))
                .as("%s", perBackend)
                .isLessThanOrEqualTo(20); // those on their way to a backend
    }

    @Test
    void sendsConnectionsToTheBackendsInTurn() {
        String answers = Command.of("curl", "-sS", "-H", "Connection: close", url + "?[1-30]")
                .output();

        assertThat(counted(answers)).isEqualTo(Map.of("b1", 10L, "b2", 10L, "b3", 10L));
        assertThat(perBackend(sluice.metrics())).isEqualTo(Map.of("b1", 10L, "b2", 10L, "b3", 10L));
    }

    @Test
    void keepsTheRequestsOfAConnectionOnItsBackend() {
        String answers = Command.of("curl", "-sS", url + "?[1-30]").output();

        assertThat(counted(answers)).hasSize(1).containsValue(30L);
        assertThat(sluice.metrics().sum("sluice_listener_sessions_total")).isEqualTo(1);
    }

    @Test
    void countsEveryByteOnce() {
        String counted = Command.of("curl", "-sS", "-o", "/dev/null", "-H", "Connection: close")
                .and("-w", "%{size_request} %{size_header} %{size_download}\n", url + "?[1-9]")
                .output();

        List<String[]> lines = counted.lines().map(line -> line.split(" ")).toList();
        long in = lines.stream().mapToLong(line -> Long.parseLong(line[0])).sum();
        long out = lines.stream()
                .mapToLong(line -> Long.parseLong(line[1]) + Long.parseLong(line[2]))
                .sum();
        Metrics metrics = sluice.metricsAtRest();
        assertThat(metrics.sum("sluice_sessions_ended_total", "code", "--")).isEqualTo(9);
        assertThat(metrics.sum("sluice_listener_bytes_total", "direction", "in"))
                .isEqualTo(in);
        assertThat(metrics.sum("sluice_listener_bytes_total", "direction", "out"))
                .isEqualTo(out);
    }

    private static Map<String, Long> perBackend(Metrics metrics) {
        return metrics.by("backend", "sluice_backend_sessions_total");
    }

    private static Map<String, Long> counted(String answers) {
        return answers.lines().collect(Collectors.groupingBy(line -> line, Collectors.counting()));
    }
}
