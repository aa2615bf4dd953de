package io.sluice.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The metrics page while connections come and go. */
@Tag("interop")
class MetricsIT {

    private static final int SCRAPES = 30;

    @RegisterExtension
    final Stage stage = new Stage();

    private final List<Nginx> backends = Nginx.start(stage, "b1", "b2");
    private final int port = Ports.free();
    private final Sluice sluice =
            stage.sluice(Config.empty().tcp("web", "127.0.0.1:" + port, Nginx.addresses(backends)));
    private final RealProgram load =
            stage.keep(Wrk.against(stage.directory(), "http://127.0.0.1:" + port + "/who", 20, 2)
                    .and("-H", "Connection: close")
                    .start());

    MetricsIT() {
        Await.until("the load is on", () -> sluice.metrics().sum("sluice_listener_sessions_total") > 100);
    }

    @Test
    void pleasesPrometheus() throws IOException {
        Path page = Files.writeString(stage.directory().resolve("page"), sluice.get("/metrics"));

        Outcome outcome =
                Command.of("promtool", "check", "metrics").reading(page).run();

        assertThat(outcome.exit()).as("%s", outcome).isZero();
        assertThat(outcome.out() + outcome.err()).isEmpty();
        endLoad();
    }

    @Test
    void countersNeverGoBack() {
        Metrics before = sluice.metrics();
        for (int i = 0; i < SCRAPES; i++) {
            Metrics now = sluice.metrics();
            assertNothingWentBack(before, now);
            before = now;
        }
        assertThat(before.sum("sluice_listener_sessions_total")).isGreaterThan(100);
        endLoad();
    }

    @Test
    void gaugesStayWithinTheLoad() {
        for (int i = 0; i < SCRAPES; i++) {
            Metrics now = sluice.metrics();
            assertThat(now.sum("sluice_listener_sessions_active")).isBetween(0L, 60L);
            assertThat(now.sum("sluice_backend_sessions_active")).isBetween(0L, 60L);
        }
        endLoad();
    }

    private void endLoad() {
        Wrk wrk = Wrk.of(load.finish(Duration.ofSeconds(20)).output());
        assertThat(wrk.bad() + wrk.broken()).isZero();
    }

    private static void assertNothingWentBack(Metrics before, Metrics now) {
        for (Map.Entry<String, Double> series : before.series().entrySet()) {
            String name = series.getKey().replaceFirst("\\{.*", "");
            if (name.endsWith("_total") || name.endsWith("_count") || name.endsWith("_bucket")) {
                assertThat(now.series().get(series.getKey()))
                        .as(series.getKey())
                        .isNotNull()
                        .isGreaterThanOrEqualTo(series.getValue());
            }
        }
    }
}
