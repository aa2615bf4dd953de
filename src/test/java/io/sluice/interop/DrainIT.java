package io.sluice.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** SIGTERM while clients are there. The epilogue is played from the session log, because the daemon is gone. */
@Tag("interop")
class DrainIT {

    @RegisterExtension
    final Stage stage = new Stage();

    private final List<Nginx> backends = Nginx.start(stage, "b1", "b2");
    private final int port = Ports.free();

    @Test
    void closesWhatIsLeftWhenTheTimeIsUp() {
        Sluice sluice = start("1s");
        RealProgram load =
                stage.keep(Wrk.against(stage.directory(), url("/who"), 20, 4).start());
        awaitSessions(sluice, 20);

        Outcome outcome = sluice.program().terminate();

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.err()).contains("draining sessions=20", "closing sessions=20");
        assertThat(sluice.sessions().by("code")).isEqualTo(Map.of("LD", 20L, "--", 1L)); // wrk tries the address first
        Wrk wrk = Wrk.of(load.finish(Duration.ofSeconds(20)).output());
        assertThat(wrk.requests()).isGreaterThan(100);
        assertThat(wrk.broken())
                .as("connections that wrk saw close, or could not open again")
                .isPositive();
        Epilogue.assertNoComplaint(sluice);
    }

    @Test
    void letsADownloadComeToItsEnd() {
        Blob blob = Blob.create(stage.directory().resolve("blob"), 8, 19);
        Sluice sluice = start("30s");
        RealProgram download = stage.keep(Command.bash("curl -sS --limit-rate 4M " + url("/blob") + " | sha256sum")
                .start());
        awaitSessions(sluice, 1);

        sluice.program().signal("TERM");

        Await.until("it drains", () -> sluice.statusCode("/readyz") == 503);
        Await.until(
                "new clients are turned away",
                () -> Command.of("curl", "-s", "--max-time", "5", url("/who"))
                                .run()
                                .exit()
                        == 7);
        assertThat(download.finish(Duration.ofSeconds(30)).output()).startsWith(blob.sha256());
        assertThat(sluice.program().finish(Duration.ofSeconds(10)).exit()).isZero();
        assertThat(sluice.sessions().by("code")).containsOnlyKeys("--");
        Epilogue.assertNoComplaint(sluice);
    }

    @Test
    void noRequestIsCutWhenConnectionsEndByThemselves() {
        Sluice sluice = start("30s");
        RealProgram load = stage.keep(Command.of("curl", "-sS", "-w", "%{exitcode}\n", "-o", "/dev/null")
                .and("-H", "Connection: close", url("/who?[1-5000]"))
                .start());
        Await.until("the load is on", () -> sluice.metrics().sum("sluice_listener_sessions_total") > 50);

        Outcome outcome = sluice.program().terminate();

        assertThat(outcome.exit()).isZero();
        String[] codes = load.finish(Duration.ofSeconds(30)).out().split("\n", -1);
        assertThat(codes).contains("0", "7"); // served, or not let in: nothing between
        assertThat(List.of(codes)).doesNotContain("52", "56", "18");
        Epilogue.assertNoComplaint(sluice);
    }

    @Test
    void aSecondSignalEndsAtOnce() {
        Sluice sluice = start("30s");
        stage.keep(Wrk.against(stage.directory(), url("/who"), 2, 8).start());
        awaitSessions(sluice, 2);

        sluice.program().signal("TERM");
        Await.until("it drains", () -> sluice.program().err().contains("draining"));
        Outcome outcome = sluice.program().terminate();

        assertThat(outcome.exit()).isEqualTo(128 + 15);
    }

    private Sluice start(String drainTimeout) {
        return stage.mortal(Config.empty()
                .runtime("drain_timeout: " + drainTimeout)
                .tcp("web", "127.0.0.1:" + port, Nginx.addresses(backends)));
    }

    private String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    private static void awaitSessions(Sluice sluice, long count) {
        Await.until(count + " sessions", () -> sluice.metrics().sum("sluice_backend_sessions_active") == count);
    }
}
