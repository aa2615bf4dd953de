package io.sluice.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.sluice.control.FakeInventory;
import io.sluice.model.ConnectFailure;
import io.sluice.model.Refusal;
import io.sluice.model.TerminationCode;
import io.sluice.net.Alarm;
import io.sluice.net.LoopLag;
import io.sluice.net.Workers;
import io.sluice.pool.Pool;
import io.sluice.pool.QueueRules;
import io.sluice.stats.QueueEnd;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MetricsPageTest {

    private final Workers workers = new Workers(1, new Alarm(status -> {}), 1);
    private final FakeInventory inventory = new FakeInventory();
    private final MetricsPage page = new MetricsPage(
            inventory, new Build("1.2.3", "17", "4.2.18.Final", "epoll"), PooledByteBufAllocator.DEFAULT);

    @AfterEach
    void close() {
        page.close();
        workers.stop();
    }

    @Test
    void showsTheProcess() {
        inventory.lags = List.of(new LoopLag(workers.all().get(0)));

        assertThat(lines(page.scrape(null)))
                .contains(
                        "sluice_build_info{java=\"17\",netty=\"4.2.18.Final\",transport=\"epoll\",version=\"1.2.3\"} 1",
                        "sluice_config_reloads_total{result=\"applied\"} 2.0",
                        "sluice_config_reloads_total{result=\"refused\"} 1.0",
                        "sluice_config_version 3.0",
                        "sluice_health_frozen 0.0",
                        "sluice_event_loop_lag_seconds{worker=\"0\"} 0.0",
                        "sluice_sessions_active 3.0",
                        "sluice_sessions_limit 10000.0",
                        "sluice_session_log_lost_total 4.0");
    }

    @Test
    void showsTheListeners() {
        assertThat(lines(page.scrape(null)))
                .contains(
                        "sluice_listener_sessions_total{listener=\"web\",protocol=\"tcp\"} 6.0",
                        "sluice_listener_sessions_active{listener=\"web\"} 3.0",
                        "sluice_listener_bytes_total{direction=\"in\",listener=\"web\"} 1536.0",
                        "sluice_listener_bytes_total{direction=\"out\",listener=\"web\"} 3.650722202E9",
                        "sluice_listener_refused_total{listener=\"web\",reason=\"denied\"} 1.0",
                        "sluice_sessions_ended_total{code=\"CD\",listener=\"web\"} 1.0",
                        "sluice_udp_datagrams_total{direction=\"in\",listener=\"dns\"} 7.0",
                        "sluice_udp_datagrams_total{direction=\"out\",listener=\"dns\"} 6.0",
                        "sluice_udp_dropped_total{listener=\"dns\",reason=\"no_backend\"} 1.0");
    }

    @Test
    void showsDatagramsOfUdpListenersOnly() {
        assertThat(lines(page.scrape(null)))
                .noneMatch(line -> line.startsWith("sluice_udp") && line.contains("\"web\""));
    }

    @Test
    void showsTheBackends() {
        String b2 = "backend=\"b2\"";
        assertThat(lines(page.scrape(null)))
                .contains(
                        "sluice_backend_sessions_total{" + b2 + ",pool=\"web\"} 1.0",
                        "sluice_backend_ejected{" + b2 + ",pool=\"web\"} 0.0",
                        "sluice_backend_ejections_total{" + b2 + ",pool=\"web\"} 0.0",
                        "sluice_backend_sessions_active{" + b2 + ",pool=\"web\"} 0.0",
                        "sluice_backend_bytes_total{" + b2 + ",direction=\"in\",pool=\"web\"} 512.0",
                        "sluice_backend_connect_failures_total{" + b2 + ",pool=\"web\",reason=\"timeout\"} 1.0",
                        "sluice_backend_weight{" + b2 + ",pool=\"web\"} 3.0",
                        "sluice_backend_class{" + b2 + ",class=\"qualified\",pool=\"web\"} 1.0",
                        "sluice_backend_class{" + b2 + ",class=\"alive\",pool=\"web\"} 0.0",
                        "sluice_backend_class{" + b2 + ",class=\"unknown\",pool=\"web\"} 0.0",
                        "sluice_backend_class{" + b2 + ",class=\"failed\",pool=\"web\"} 0.0",
                        "sluice_backend_state{" + b2 + ",pool=\"web\",state=\"draining\"} 1.0",
                        "sluice_backend_state{" + b2 + ",pool=\"web\",state=\"enabled\"} 0.0",
                        "sluice_backend_candidate{" + b2 + ",pool=\"web\"} 0.0",
                        "sluice_backend_candidate{backend=\"10.0.0.11:8080\",pool=\"web\"} 1.0",
                        "sluice_pool_candidates{pool=\"web\"} 1.0");
    }

    @Test
    void showsQueueAndAffinityOfPoolsThatHaveThem() {
        Pool pool = FakeInventory.pool("busy", new QueueRules(Duration.ofSeconds(1), 5));
        inventory.add(pool);
        assertThat(pool.line().stats().tryJoin(5)).isTrue();
        assertThat(pool.line().stats().tryJoin(5)).isTrue();
        pool.line().stats().ended(QueueEnd.TIMEOUT, 1_500_000_000L);
        assertThat(pool.line().stats().tryJoin(1)).isFalse();

        assertThat(lines(page.scrape(null)))
                .contains(
                        "sluice_pool_queue{pool=\"busy\"} 1.0",
                        "sluice_pool_queued_total{pool=\"busy\"} 2.0",
                        "sluice_pool_queue_ended_total{pool=\"busy\",result=\"timeout\"} 1.0",
                        "sluice_pool_queue_ended_total{pool=\"busy\",result=\"full\"} 1.0",
                        "sluice_pool_queue_seconds_count{pool=\"busy\"} 1",
                        "sluice_pool_queue_seconds_sum{pool=\"busy\"} 1.5",
                        "sluice_pool_affinity_entries{pool=\"busy\"} 0.0",
                        "sluice_pool_affinity_refused_total{pool=\"busy\"} 0.0")
                .noneMatch(line -> line.startsWith("sluice_pool_queue") && line.contains("\"web\""))
                .noneMatch(line -> line.startsWith("sluice_pool_affinity") && line.contains("\"web\""));
    }

    @Test
    void showsConnectTimesAsACumulativeHistogram() {
        String series = "sluice_backend_connect_seconds_bucket{backend=\"10.0.0.11:8080\",pool=\"web\",le=";
        assertThat(lines(page.scrape(null)))
                .contains(
                        series + "\"1.0E-4\"} 0",
                        series + "\"2.5E-4\"} 2",
                        series + "\"5.0E-4\"} 3",
                        series + "\"+Inf\"} 3",
                        "sluice_backend_connect_seconds_bucket{backend=\"b2\",pool=\"web\",le=\"5.0\"} 0",
                        "sluice_backend_connect_seconds_bucket{backend=\"b2\",pool=\"web\",le=\"+Inf\"} 1",
                        "sluice_backend_connect_seconds_count{backend=\"b2\",pool=\"web\"} 1",
                        "sluice_backend_connect_seconds_sum{backend=\"b2\",pool=\"web\"} 7.0");
    }

    @Test
    void hasEveryReasonFromTheStart() {
        String text = page.scrape(null);

        for (Refusal reason : Refusal.values()) {
            assertThat(text)
                    .contains("sluice_listener_refused_total{listener=\"dns\",reason=\"" + reason.label() + "\"} ");
        }
        for (TerminationCode code : TerminationCode.values()) {
            assertThat(text).contains("sluice_sessions_ended_total{code=\"" + code.code() + "\",listener=\"dns\"} ");
        }
        for (ConnectFailure reason : ConnectFailure.OF_BACKENDS) {
            assertThat(text).contains("backend=\"app\",pool=\"web\",reason=\"" + reason.label() + "\"} 0.0");
        }
    }

    @Test
    void readsTheCountersAtEveryScrape() {
        page.scrape(null);
        inventory.firstBackend().stats().moved(1, 0);

        assertThat(lines(page.scrape(null)))
                .contains(
                        "sluice_backend_bytes_total{backend=\"10.0.0.11:8080\",direction=\"in\",pool=\"web\"} 1025.0");
    }

    @Test
    void showsTheJvmAndTheAllocator() {
        assertThat(page.scrape(null))
                .contains("jvm_memory_used_bytes{", "jvm_gc_", "jvm_threads_live_threads ", "process_cpu_usage ")
                .contains(
                        "process_uptime_seconds ",
                        "process_files_open_files ",
                        "process_cpu_seconds_total ",
                        "netty_allocator_memory_used{");
    }

    @Test
    void answersOpenMetricsWhenAsked() {
        String accept = "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1";

        assertThat(MetricsPage.contentType(accept)).startsWith("application/openmetrics-text; version=1.0.0");
        assertThat(page.scrape(accept)).contains("# TYPE sluice_build info\n").endsWith("# EOF\n");
        assertThat(MetricsPage.contentType("text/plain")).startsWith("text/plain; version=0.0.4");
        assertThat(page.scrape("text/plain")).doesNotContain("# EOF");
    }

    @Test
    @Tag("interop")
    void satisfiesPromtool() throws Exception {
        inventory.lags = List.of(new LoopLag(workers.all().get(0)));
        inventory.add(FakeInventory.pool("busy", new QueueRules(Duration.ofSeconds(1), 5)));
        Process promtool = new ProcessBuilder("promtool", "check", "metrics")
                .redirectErrorStream(true)
                .start();

        try (OutputStream in = promtool.getOutputStream()) {
            in.write(page.scrape(null).getBytes(StandardCharsets.UTF_8));
        }
        String words = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(promtool.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(words).isEmpty();
        assertThat(promtool.exitValue()).isZero();
    }

    private static List<String> lines(String text) {
        return text.lines().toList();
    }
}
