package io.sluice.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Programs that die in the middle of a download. */
@Tag("interop")
class AbortIT {

    @RegisterExtension
    final Stage stage = new Stage();

    private final Blob blob = Blob.create(stage.directory().resolve("blob"), 64, 23);
    private final List<Nginx> backends = Nginx.start(stage, "b1");
    private final int port = Ports.free();
    private final Sluice sluice =
            stage.sluice(Config.empty().tcp("files", "127.0.0.1:" + port, Nginx.addresses(backends)));
    private final RealProgram download = stage.keep(
            Command.of("curl", "-sS", "--limit-rate", "16M", "-o", "/dev/null", "http://127.0.0.1:" + port + "/blob")
                    .start());

    AbortIT() {
        Await.until("the download is under way", () -> relayed() > 0);
    }

    @Test
    void aKilledClientFreesItsSession() {
        download.kill();

        Await.until("the session has ended as the client's", () -> ended("CD") == 1);
        assertThat(relayed()).isLessThan(blob.size());
    }

    /** The kernel of a killed server sends a FIN after what was in its buffers, so only the client can tell: by the length. */
    @Test
    void aKilledBackendIsNotTakenForAWholeAnswer() {
        backends.get(0).program().kill();

        Outcome outcome = download.finish(Duration.ofSeconds(30));

        assertThat(outcome.exit()).as("%s", outcome).isIn(18, 56); // a part of the file, or reset
        Await.until("the session has ended", () -> ended("--") + ended("SD") == 1);
    }

    @Test
    void aStoppedClientLosesNothingWhenItGoesOn() {
        download.signal("STOP");
        Await.until("the backend has to wait", this::isQuiet);
        download.signal("CONT");

        assertThat(download.finish(Duration.ofSeconds(60)).exit()).isZero();
        Await.until("the session has ended", () -> ended("--") == 1);
        assertThat(relayed()).isBetween(blob.size(), blob.size() + 1_000);
        assertThat(sluice.metrics().by("code", "sluice_sessions_ended_total"))
                .containsAllEntriesOf(Map.of("CD", 0L, "cD", 0L, "SD", 0L, "sD", 0L));
    }

    /** True if the counter stands still over several of its updates. */
    private boolean isQuiet() {
        long before = relayed();
        long until = System.nanoTime() + Duration.ofMillis(500).toNanos();
        while (System.nanoTime() < until) {
            if (relayed() != before) {
                return false;
            }
        }
        return before > 0;
    }

    private long relayed() {
        return sluice.metrics().sum("sluice_listener_bytes_total", "direction", "out");
    }

    private long ended(String code) {
        return sluice.metrics().sum("sluice_sessions_ended_total", "code", code);
    }
}
