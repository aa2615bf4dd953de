package io.sluice.admin;

import io.sluice.health.HealthRecord;
import io.sluice.model.ConnectFailure;
import io.sluice.pool.Member;
import io.sluice.stats.BackendStats;
import io.sluice.stats.Direction;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One backend as JSON. Pure. */
final class BackendView {

    private BackendView() {}

    /**
     * The backend.
     *
     * @param standing null for one that its pool has lost meanwhile
     * @param health null for one that is not probed
     */
    static Map<String, Object> of(Member member, @Nullable Standing standing, @Nullable HealthRecord health) {
        BackendStats stats = member.backend().stats();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("name", member.backend().name());
        view.put("address", member.backend().endpoint().text());
        view.put("weight", member.weight());
        view.put("effective_weight", effectiveWeight(member));
        view.put("priority", member.priority());
        view.put("backup", member.backup());
        view.put("max_sessions", member.maxSessions());
        view.put("state", member.state().word());
        view.put("class", member.backendClass().word());
        view.put("ejected", member.health().ejected());
        view.put("candidate", standing != null && standing.isCandidate());
        view.put("not_candidate_because", standing == null ? "it is no member any more" : standing.because());
        view.put("sessions", stats.active());
        view.put("sessions_total", stats.total());
        view.put("bytes_in", stats.bytes(Direction.IN));
        view.put("bytes_out", stats.bytes(Direction.OUT));
        view.put("connect_failures", failures(stats));
        view.put("probe", ProbeView.of(health));
        return view;
    }

    /** The weight that counts now: less than the weight while the backend starts slowly. */
    private static double effectiveWeight(Member member) {
        return member.weight() * member.ramp() / (double) Member.FULL;
    }

    private static Map<String, Object> failures(BackendStats stats) {
        Map<String, Object> view = new LinkedHashMap<>();
        for (ConnectFailure reason : ConnectFailure.OF_BACKENDS) {
            view.put(reason.label(), stats.connectFailures().count(reason));
        }
        return view;
    }
}
