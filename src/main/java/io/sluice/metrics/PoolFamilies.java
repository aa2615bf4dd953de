package io.sluice.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.sluice.pool.Affinity;
import io.sluice.pool.Pool;
import io.sluice.stats.QueueEnd;
import io.sluice.stats.QueueStats;
import java.util.List;

/** The metrics of queues and of clients remembered, of the pools that have them, while they are being read. */
final class PoolFamilies {

    private static final double NANOS_PER_SECOND = 1e9;

    private final Gauges waiting =
            new Gauges("sluice_pool_queue", "Sessions that wait for a place on a backend now.", "pool");
    private final Counters queued =
            new Counters("sluice_pool_queued", "Sessions that had to wait for a place on a backend.", "pool");
    private final Counters ended = new Counters(
            "sluice_pool_queue_ended",
            "How waiting ended, and full for sessions that could not wait.",
            "pool",
            "result");
    private final SummarySnapshot.Builder seconds = SummarySnapshot.builder()
            .name("sluice_pool_queue_seconds")
            .help("How long sessions have waited for a place on a backend, in vain or not, once they wait no more.");
    private final Gauges entries =
            new Gauges("sluice_pool_affinity_entries", "Clients whose backend is remembered.", "pool");
    private final Counters refused = new Counters(
            "sluice_pool_affinity_refused", "New clients that were not remembered because the table was full.", "pool");

    private PoolFamilies() {}

    static List<MetricSnapshot> of(List<Pool> pools) {
        PoolFamilies families = new PoolFamilies();
        pools.forEach(families::read);
        return List.of(
                families.waiting.snapshot(),
                families.queued.snapshot(),
                families.ended.snapshot(),
                families.seconds.build(),
                families.entries.snapshot(),
                families.refused.snapshot());
    }

    private void read(Pool pool) {
        if (pool.line().rules().isOn()) {
            readQueue(pool.name(), pool.line().stats());
        }
        Affinity affinity = pool.affinity();
        if (affinity != null) {
            entries.add(affinity.entries(), pool.name());
            refused.add(affinity.refusedTotal(), pool.name());
        }
    }

    private void readQueue(String pool, QueueStats stats) {
        waiting.add(stats.waiting(), pool);
        queued.add(stats.queuedTotal(), pool);
        seconds.dataPoint(SummaryDataPointSnapshot.builder()
                .count(stats.waitedTotal())
                .sum(stats.waitedNanos() / NANOS_PER_SECOND)
                .labels(Labels.of("pool", pool))
                .build());
        for (QueueEnd result : QueueEnd.values()) {
            ended.add(stats.ended().count(result), pool, result.label());
        }
    }
}
