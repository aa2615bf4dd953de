package io.sluice.metrics;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.sluice.control.Inventory;
import io.sluice.health.HealthRecord;
import io.sluice.health.HealthRecords;
import io.sluice.model.ProbeReason;
import io.sluice.model.ProbeResult;
import io.sluice.model.ProbeStatistics;
import io.sluice.pool.Member;
import io.sluice.pool.Pool;
import java.util.List;

/** The metrics of the probes while they are being read; pools without a check have none. */
final class HealthFamilies {

    private static final double NANOS_PER_SECOND = 1e9;

    private final Counters probes =
            new Counters("sluice_backend_probes", "Probes of the backend, by result.", "pool", "backend", "result");
    private final Gauges seconds = new Gauges(
            "sluice_backend_probe_seconds",
            "Times of successful probes: the last one, the mean, the standard deviation.",
            "pool",
            "backend",
            "stat");
    private final Counters discarded = new Counters(
            "sluice_pool_probe_rounds_discarded",
            "Whole rounds of failed probes that did not count because the network may have been down.",
            "pool");

    private HealthFamilies() {}

    static List<MetricSnapshot> of(Inventory inventory) {
        HealthFamilies families = new HealthFamilies();
        for (Pool pool : inventory.pools()) {
            HealthRecords records = inventory.health(pool.name());
            if (records != null) {
                families.read(pool, records);
            }
        }
        return List.of(families.probes.snapshot(), families.seconds.snapshot(), families.discarded.snapshot());
    }

    private void read(Pool pool, HealthRecords records) {
        discarded.add(records.discardedRounds(), pool.name());
        for (Member member : pool.snapshot().members()) {
            String backend = member.backend().name();
            HealthRecord record = records.backend(backend);
            if (record != null) {
                read(pool.name(), backend, record);
            }
        }
    }

    private void read(String pool, String backend, HealthRecord record) {
        for (ProbeReason reason : ProbeReason.values()) {
            probes.add(record.probes().count(reason), pool, backend, reason.label());
        }
        ProbeResult last = record.last();
        if (last != null && last.succeeded()) {
            seconds.add(last.durationNanos() / NANOS_PER_SECOND, pool, backend, "last");
        }
        ProbeStatistics known = record.health().statistics();
        if (known.count() > known.failures()) {
            seconds.add(known.meanNanos() / NANOS_PER_SECOND, pool, backend, "mean");
            seconds.add(known.deviationNanos() / NANOS_PER_SECOND, pool, backend, "stddev");
        }
    }
}
