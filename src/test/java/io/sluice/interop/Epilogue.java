package io.sluice.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

/**
 * What holds after every test: no session is left, every descriptor is back, every session that was opened has ended once, with a
 * code, in the counters and in the log, none by a bug of ours; and SIGTERM ends the daemon with 0.
 */
final class Epilogue {

    private final Sluice sluice;

    Epilogue(Sluice sluice) {
        this.sluice = sluice;
    }

    void play() {
        awaitRest();
        Metrics metrics = sluice.metrics();
        reconcile(metrics);
        reconcileLog(metrics);
        assertThat(sluice.status()).containsEntry("ready", true).containsEntry("sessions", 0);
        assertThat(sluice.program().terminate().exit())
                .as("exit status after SIGTERM")
                .isZero();
        assertNoComplaint(sluice);
    }

    private void awaitRest() {
        Await.until(() -> "no session: " + active(), () -> active().values().stream()
                .allMatch(count -> count == 0));
        List<String> before = sluice.descriptorsAtRest();
        Await.until(
                () -> "the descriptors " + before + " and no others: " + sluice.descriptors(),
                // fewer, if an admin connection was still open when they were looked at
                () -> sluice.descriptors().size() <= before.size());
    }

    private Map<String, Long> active() {
        Metrics now = sluice.metrics();
        return Map.of(
                "process", now.sum("sluice_sessions_active"),
                "listeners", now.sum("sluice_listener_sessions_active"),
                "backends", now.sum("sluice_backend_sessions_active"));
    }

    private static void reconcile(Metrics metrics) {
        assertThat(metrics.by("listener", "sluice_sessions_ended_total"))
                .as("sessions ended, and opened")
                .isEqualTo(metrics.by("listener", "sluice_listener_sessions_total"));
        assertThat(metrics.sum("sluice_sessions_ended_total", "code", "I?"))
                .as("sessions that ended by a bug")
                .isZero();
        for (String direction : List.of("in", "out")) {
            assertThat(metrics.sum("sluice_backend_bytes_total", "direction", direction))
                    .as("bytes %s of the backends, and of the listeners", direction)
                    .isEqualTo(metrics.sum("sluice_listener_bytes_total", "direction", direction));
        }
    }

    private void reconcileLog(Metrics metrics) {
        long ended = metrics.sum("sluice_sessions_ended_total");
        long lost = metrics.sum("sluice_session_log_lost_total");
        Await.until(
                () -> ended + " lines in the session log: "
                        + sluice.sessions().all().size(),
                () -> sluice.sessions().all().size() + lost == ended);
        if (lost == 0) {
            reconcileLines(metrics, sluice.sessions());
        }
    }

    private static void reconcileLines(Metrics metrics, SessionLines lines) {
        Map<String, Long> codes = metrics.by("code", "sluice_sessions_ended_total");
        codes.values().removeIf(count -> count == 0);
        assertThat(lines.by("code")).as("lines of each code").isEqualTo(codes);
        assertThat(lines.sum("bytes_in")).isEqualTo(metrics.sum("sluice_listener_bytes_total", "direction", "in"));
        assertThat(lines.sum("bytes_out")).isEqualTo(metrics.sum("sluice_listener_bytes_total", "direction", "out"));
    }

    /** The daemon has said nothing that nobody should read. */
    static void assertNoComplaint(Sluice sluice) {
        assertThat(sluice.program().err() + sluice.program().out())
                .doesNotContain("LEAK", "ERROR", "Exception", "\tat ");
    }
}
