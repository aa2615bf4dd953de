package io.sluice.admin;

import io.sluice.health.HealthRecord;
import io.sluice.model.ProbeResult;
import io.sluice.model.ProbeStatistics;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the probes of one backend come to, as JSON. A time that nobody measured is null, never 0. Pure. */
final class ProbeView {

    private ProbeView() {}

    /** Null for a backend that is not probed. */
    static @Nullable Map<String, Object> of(@Nullable HealthRecord record) {
        if (record == null) {
            return null;
        }
        ProbeResult last = record.last();
        ProbeStatistics known = record.health().statistics();
        boolean hasTimes = known.count() > known.failures();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("last_ms", last != null && last.succeeded() ? Millis.of(last.durationNanos()) : null);
        view.put("mean_ms", hasTimes ? Millis.of(known.meanNanos()) : null);
        view.put("stddev_ms", hasTimes ? Millis.of(known.deviationNanos()) : null);
        view.put("failures", known.failures());
        view.put("samples", known.count());
        view.put("reason", last == null ? null : last.reason().label());
        view.put("detail", last == null ? null : last.detail());
        return view;
    }
}
