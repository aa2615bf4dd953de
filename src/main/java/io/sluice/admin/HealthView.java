package io.sluice.admin;

import io.sluice.health.ClassChange;
import io.sluice.health.HealthRecord;
import io.sluice.health.History;
import io.sluice.model.Health;
import io.sluice.model.ProbeResult;
import io.sluice.model.ProbeStatistics;
import io.sluice.pool.Member;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is remembered of one backend's health, as JSON. A backend that is not probed has everything but memories. Pure. */
final class HealthView {

    private HealthView() {}

    /**
     * The backend in short, with the times of its last results in a row.
     *
     * @param record null for a backend that is not probed
     * @param most results
     */
    static Map<String, Object> brief(Member member, Standing standing, @Nullable HealthRecord record, int most) {
        Map<String, Object> view = standing(member, standing, record);
        view.put("recent_ms", record == null ? List.of() : recent(record.history(), most));
        return view;
    }

    /** The backend with its last results and its last class changes, newest first. */
    static Map<String, Object> full(Member member, Standing standing, @Nullable HealthRecord record, int most) {
        Map<String, Object> view = standing(member, standing, record);
        List<History.Entry> results =
                record == null ? List.of() : record.history().results(most);
        List<ClassChange> changes =
                record == null ? List.of() : record.history().changes();
        view.put("results_kept", record == null ? 0 : record.history().size());
        view.put("results", results.stream().map(HealthView::result).toList());
        view.put("changes", changes.stream().map(HealthView::change).toList());
        return view;
    }

    private static Map<String, Object> standing(Member member, Standing standing, @Nullable HealthRecord record) {
        ProbeResult last = record == null ? null : record.last();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("name", member.backend().name());
        view.put("checked", record != null);
        view.put("class", (record == null ? member.backendClass() : record.backendClass()).word());
        view.put("since", record == null ? null : since(record.history().changes()));
        view.put("ejected", member.health().ejected());
        view.put("candidate", standing.isCandidate());
        view.put("not_candidate_because", standing.because());
        view.put("statistics", record == null ? null : statistics(record.health()));
        view.put("last", last == null ? null : outcome(last));
        return view;
    }

    /** Null when the class has been the same from the first moment on. */
    private static @Nullable String since(List<ClassChange> changes) {
        return changes.isEmpty() ? null : time(changes.get(0).cause());
    }

    private static Map<String, Object> statistics(Health health) {
        ProbeStatistics known = health.statistics();
        boolean hasTimes = known.successes() > 0;
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("samples", known.count());
        view.put("failures", known.failures());
        view.put("mean_ms", hasTimes ? Millis.of(known.meanNanos()) : null);
        view.put("min_ms", hasTimes ? Millis.of(known.minNanos()) : null);
        view.put("max_ms", hasTimes ? Millis.of(known.maxNanos()) : null);
        view.put("stddev_ms", hasTimes ? Millis.of(known.deviationNanos()) : null);
        return view;
    }

    private static Map<String, Object> outcome(ProbeResult result) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("time", time(result));
        view.put("duration_ms", Millis.of(result.durationNanos()));
        view.put("result", result.succeeded() ? "ok" : "failed");
        view.put("reason", result.reason().label());
        view.put("detail", result.detail());
        return view;
    }

    private static Map<String, Object> result(History.Entry entry) {
        Map<String, Object> view = outcome(entry.result());
        view.put("class", entry.after().word());
        view.put("discarded", entry.discarded());
        return view;
    }

    private static Map<String, Object> change(ClassChange change) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("time", time(change.cause()));
        view.put("from", change.was().word());
        view.put("to", change.now().word());
        view.put("reason", change.cause().reason().label());
        view.put("detail", change.cause().detail());
        view.put("after", change.inARow());
        return view;
    }

    /** A failure is null: it is a fact of its own and has no time that could stand beside the others. */
    private static List<@Nullable Double> recent(History history, int most) {
        List<@Nullable Double> recent = new ArrayList<>();
        for (History.Entry entry : history.results(most)) {
            ProbeResult result = entry.result();
            recent.add(result.succeeded() ? (Double) Millis.of(result.durationNanos()) : null);
        }
        return recent;
    }

    private static String time(ProbeResult result) {
        return Instant.ofEpochMilli(result.atMillis()).toString();
    }
}
