package io.sluice.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** socat on both ends: one direction has ended, the other has not yet begun. */
@Tag("interop")
class HalfCloseIT {

    @RegisterExtension
    final Stage stage = new Stage();

    private final Blob blob = Blob.create(stage.directory().resolve("blob"), 10, 17);
    private final int server = Ports.free();
    private final int port = Ports.free();
    private final Sluice sluice = stage.sluice(Config.empty().tcp("socat", "127.0.0.1:" + port, "127.0.0.1:" + server));

    @Test
    void theAnswerComesAfterTheEndOfTheUpload() {
        serve("SYSTEM:sha256sum");

        String answer = socat("-t", "20", "-", "TCP:127.0.0.1:" + port)
                .reading(blob.file())
                .output();

        assertThat(answer).startsWith(blob.sha256());
        assertEndedCleanly();
        assertThat(counted("in")).isEqualTo(blob.size());
        assertThat(counted("out")).isEqualTo(answer.length());
    }

    @Test
    void theUploadGoesOnAfterTheEndOfTheAnswer() throws IOException {
        Path early = Files.writeString(stage.directory().resolve("early"), "early\n");
        Path received = stage.directory().resolve("received");
        serve("OPEN:" + early + ",rdonly!!CREATE:" + received);

        String answer = Command.bash("exec 3<>/dev/tcp/127.0.0.1/" + port + "; cat <&3; cat " + blob.file() + " >&3")
                .output();

        assertThat(answer).isEqualTo("early\n");
        assertEndedCleanly();
        assertThat(counted("in")).isEqualTo(blob.size());
        Await.until("the server has everything", () -> received.toFile().length() == blob.size());
        assertThat(Command.of("sha256sum", received.toString()).output()).startsWith(blob.sha256());
    }

    @Test
    void echoesWhatCameBeforeTheEnd() {
        serve("SYSTEM:cat");

        String hash = Command.bash("socat -t 20 - TCP:127.0.0.1:" + port + " | sha256sum")
                .reading(blob.file())
                .output();

        assertThat(hash).startsWith(blob.sha256());
        assertEndedCleanly();
        assertThat(counted("out")).isEqualTo(blob.size());
    }

    private void serve(String what) {
        stage.keep(socat("-t", "20", "TCP-LISTEN:" + server + ",bind=127.0.0.1,reuseaddr,fork", what)
                .start());
        Ports.awaitTcp(server);
    }

    private void assertEndedCleanly() {
        Await.until(
                "one session has ended on both sides",
                () -> sluice.metrics().sum("sluice_sessions_ended_total", "code", "--") == 1);
    }

    private long counted(String direction) {
        return sluice.metrics().sum("sluice_listener_bytes_total", "direction", direction);
    }

    private static Command socat(String... words) {
        return Command.of("socat").and(words);
    }
}
