package io.sluice.metrics;

import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.sluice.control.Inventory;
import io.sluice.control.Inventory.ConfigVersion;
import io.sluice.net.LoopLag;
import java.util.List;

/** The metrics of the process as a whole. Pure. */
final class ProcessFamilies {

    private static final double NANOS_PER_SECOND = 1e9;

    private ProcessFamilies() {}

    static List<MetricSnapshot> of(Inventory inventory, Build build) {
        return List.of(
                build(build),
                reloads(inventory.config()),
                single("sluice_config_version", "Configuration in force, counted from 1.", (double)
                        inventory.config().version()),
                lags(inventory.lags()),
                single(
                        "sluice_health_frozen",
                        "1 while neither probes nor failures of sessions decide who serves.",
                        inventory.isHealthFrozen() ? 1 : 0),
                single(
                        "sluice_sessions_active",
                        "Sessions open in the process.",
                        inventory.places().taken()),
                single(
                        "sluice_sessions_limit",
                        "Sessions the process may hold.",
                        inventory.places().limit()),
                lost(inventory.sessionLogLost()));
    }

    private static MetricSnapshot build(Build build) {
        return InfoSnapshot.builder()
                .name("sluice_build")
                .help("What the process is built from; always 1.")
                .dataPoint(InfoDataPointSnapshot.builder()
                        .labels(Labels.of(
                                "version", build.version(),
                                "java", build.java(),
                                "netty", build.netty(),
                                "transport", build.transport()))
                        .build())
                .build();
    }

    private static MetricSnapshot reloads(ConfigVersion config) {
        Counters reloads =
                new Counters("sluice_config_reloads", "Reloads of the configuration, by their result.", "result");
        for (String result : List.of("applied", "refused", "reverted")) {
            reloads.add(config.reloads(result), result);
        }
        return reloads.snapshot();
    }

    private static MetricSnapshot lags(List<LoopLag> lags) {
        Gauges seconds = new Gauges(
                "sluice_event_loop_lag_seconds",
                "Worst delay of a task on a worker in the last 15 to 30 seconds.",
                "worker");
        lags.forEach(lag -> seconds.add(lag.worstNanos() / NANOS_PER_SECOND, Integer.toString(lag.worker())));
        return seconds.snapshot();
    }

    private static MetricSnapshot lost(long lines) {
        Counters lost =
                new Counters("sluice_session_log_lost", "Session log lines lost because the writer fell behind.");
        lost.add(lines);
        return lost.snapshot();
    }

    private static MetricSnapshot single(String name, String help, double value) {
        Gauges gauge = new Gauges(name, help);
        gauge.add(value);
        return gauge.snapshot();
    }
}
