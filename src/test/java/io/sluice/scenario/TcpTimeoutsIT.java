package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.TerminationCode;
import io.sluice.stats.SessionRecord;
import io.sluice.testing.Eventually;
import io.sluice.testing.Peer;
import io.sluice.testing.Peer.Ending;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import io.sluice.testing.Sluice;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Case D11: sessions without progress. */
class TcpTimeoutsIT {

    private static final String LISTENER = """
            listeners:
              web:
                listen: "127.0.0.1:0"
                protocol: tcp
                pool: app
                idle_timeout: %s
                half_close_timeout: %s
            pools:
              app: { backends: [ "%s" ] }
            """;

    @RegisterExtension
    final Scene scene = new Scene();

    @Test
    void endsASessionWithoutProgress() throws Exception {
        ScriptedBackend backend = scene.backend(Script.silent());
        Sluice sluice = scene.sluice(LISTENER.formatted("1s", "5m", backend.address()));

        Peer client = scene.client(sluice.address());

        assertThat(client.ending()).isEqualTo(Ending.FIN);
        SessionRecord record = sluice.record();
        assertThat(record.code()).isEqualTo(TerminationCode.CLIENT_IDLE);
        assertThat(Duration.ofNanos(record.durationNanos())).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
    }

    @Test
    void aByteNowAndThenKeepsASessionInEitherDirection() throws Exception {
        ScriptedBackend backend = scene.backend(Script.silent());
        Sluice sluice = scene.sluice(LISTENER.formatted("1s", "5m", backend.address()));
        Peer idle = scene.client(sluice.address());
        Eventually.equal("connections", 1, backend::connections);
        Peer uploading = scene.client(sluice.address());
        Eventually.equal("connections", 2, backend::connections);
        Peer downloading = scene.client(sluice.address());
        Eventually.equal("connections", 3, backend::connections);

        for (int i = 0; i < 6; i++) {
            assertThat(Eventually.staysTrue(
                            Duration.ofMillis(500), () -> sluice.stats().active() >= 2))
                    .isTrue();
            uploading.send("x");
            backend.peer(2).send("y"); // the clients came one after the other, and so did the connections
        }

        assertThat(idle.ending()).isEqualTo(Ending.FIN);
        assertThat(sluice.records()).hasSize(1);
        assertThat(downloading.readText(6)).isEqualTo("yyyyyy");
    }

    @Test
    void endsAHalfClosedSessionThatWaitsForTheBackend() throws Exception {
        ScriptedBackend backend = scene.backend(peer -> {
            peer.readToEnd();
            peer.awaitClose();
        });
        Sluice sluice = scene.sluice(LISTENER.formatted("1h", "1s", backend.address()));

        Peer client = scene.client(sluice.address());
        client.send("request");
        client.finish();

        assertThat(client.ending()).isEqualTo(Ending.FIN);
        SessionRecord record = sluice.record();
        assertThat(record.code()).isEqualTo(TerminationCode.BACKEND_IDLE);
        assertThat(Duration.ofNanos(record.durationNanos())).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
    }

    @Test
    void endsAHalfClosedSessionThatWaitsForTheClient() throws Exception {
        ScriptedBackend backend = scene.backend(Script.source("bye".getBytes(StandardCharsets.UTF_8)));
        Sluice sluice = scene.sluice(LISTENER.formatted("1h", "1s", backend.address()));

        Peer client = scene.client(sluice.address());

        assertThat(client.readAll()).hasSize(3);
        assertThat(sluice.record().code()).isEqualTo(TerminationCode.CLIENT_IDLE);
    }

    @Test
    void endsASessionWhoseClientNeverReads() throws Exception {
        ScriptedBackend backend = scene.backend(Script.source(new byte[32 * 1024 * 1024]));
        Sluice sluice = scene.sluice(LISTENER.formatted("1s", "5m", backend.address()));

        Peer client = scene.client(sluice.address());

        assertThat(sluice.record().code()).isEqualTo(TerminationCode.CLIENT_IDLE);
        assertThat(client.ending()).as("must not look complete").isEqualTo(Ending.RESET);
    }

    @Test
    void keepsASessionWhoseSlowReaderStillReads() throws Exception {
        ScriptedBackend backend = scene.backend(Script.source(new byte[16 * 1024 * 1024]));
        Sluice sluice = scene.sluice(LISTENER.formatted("1s", "5m", backend.address()));

        Peer client = scene.client(sluice.address());
        for (int i = 0; i < 6; i++) {
            client.readExactly(1024 * 1024);
            assertThat(Eventually.staysTrue(
                            Duration.ofMillis(500), () -> sluice.stats().active() == 1))
                    .as("alive after " + i)
                    .isTrue();
        }

        assertThat(client.readToEnd()).isEqualTo(10L * 1024 * 1024);
    }
}
