package io.sluice.health;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.ProbeReason;
import io.sluice.model.ProbeResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisProbeTest {

    private static final String PING = "*1\r\n$4\r\nPING\r\n";
    private static final String ROLE = "*1\r\n$4\r\nROLE\r\n";

    private final Asking asking = new Asking();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        asking.close();
    }

    @Test
    void pingsWithNothingElse() throws Exception {
        assertVerdict(Map.of(), PING, "+PONG\r\n", ProbeReason.OK, "");
    }

    @Test
    void authenticatesFirst() throws Exception {
        assertVerdict(
                Map.of("password", "pä ss"),
                "*2\r\n$4\r\nAUTH\r\n$6\r\npä ss\r\n" + PING,
                "+OK\r\n+PONG\r\n",
                ProbeReason.OK,
                "");
        Path file = Files.writeString(directory.resolve("password"), "from file\nmore");
        assertVerdict(
                Map.of("username", "probe", "password_file", file.toString()),
                "*3\r\n$4\r\nAUTH\r\n$5\r\nprobe\r\n$9\r\nfrom file\r\n" + PING,
                "+OK\r\n+PONG\r\n",
                ProbeReason.OK,
                "");
    }

    @Test
    void failsForWhatTheServerComplainsOf() throws Exception {
        for (String complaint : new String[] {
            "LOADING Redis is loading the dataset in memory",
            "NOAUTH Authentication required.",
            "MISCONF Redis is configured to save RDB snapshots"
        }) {
            assertVerdict(Map.of(), PING, "-" + complaint + "\r\n", ProbeReason.STATUS, complaint);
        }
    }

    @Test
    void neverRepeatsThePassword() throws Exception {
        Map<String, String> options = Map.of("password", "hunter2");
        String question = "*2\r\n$4\r\nAUTH\r\n$7\r\nhunter2\r\n" + PING;
        assertVerdict(options, question, "-WRONGPASS hunter2\r\n", ProbeReason.STATUS, "WRONGPASS ***");
        assertVerdict(options, question, "what? hunter2\r\n", ProbeReason.PROTOCOL, "what? ***");
        assertThat(Asking.probe("redis", options).toString()).doesNotContain("hunter2");
    }

    @Test
    void tellsMastersFromReplicas() throws Exception {
        String master = "+PONG\r\n*3\r\n$6\r\nmaster\r\n:0\r\n*0\r\n";
        String replica = "+PONG\r\n*5\r\n$5\r\nslave\r\n$9\r\n127.0.0.1\r\n:6379\r\n$9\r\nconnected\r\n:1\r\n";
        assertVerdict(Map.of("role", "master"), PING + ROLE, master, ProbeReason.OK, "role master");
        assertVerdict(Map.of("role", "master"), PING + ROLE, replica, ProbeReason.MISMATCH, "role replica");
        assertVerdict(Map.of("role", "replica"), PING + ROLE, replica, ProbeReason.OK, "role replica");
        assertVerdict(
                Map.of("role", "replica"), PING + ROLE, "+PONG\r\n-NOPERM no\r\n", ProbeReason.STATUS, "NOPERM no");
    }

    @Test
    void refusesAnotherProtocol() throws Exception {
        assertVerdict(Map.of(), PING, "HTTP/1.1 400 \u0007\r\n", ProbeReason.PROTOCOL, "HTTP/1.1 400 .");
    }

    @Test
    void refusesOptionsThatDoNotFit() {
        assertThat(Asking.rejected("redis", Map.of("username", "a"))).containsExactly("username");
        assertThat(Asking.rejected("redis", Map.of("password_file", "/nowhere")))
                .containsExactly("password_file");
        assertThat(Asking.rejected("redis", Map.of("password_file", "/dev/zero")))
                .containsExactly("password_file");
        assertThat(Asking.rejected("redis", Map.of("password", "a", "password_file", "/b")))
                .containsExactly("password_file");
    }

    /** With the answer in one piece, and byte by byte. */
    private void assertVerdict(
            Map<String, ?> options, String question, String answer, ProbeReason reason, String detail)
            throws Exception {
        for (boolean isDripping : new boolean[] {false, true}) {
            try (StreamServer server = new StreamServer((in, out, socket) -> {
                String asked = new String(in.readNBytes(question.getBytes(UTF_8).length), UTF_8);
                byte[] bytes = (asked.equals(question) ? answer : "-asked " + asked.replace("\r\n", "~") + "\r\n")
                        .getBytes(UTF_8);
                socket.setTcpNoDelay(true);
                for (int i = 0; i < bytes.length; i += isDripping ? 1 : bytes.length) {
                    out.write(bytes, i, isDripping ? 1 : bytes.length);
                }
            })) {
                assertThat(asking.ask(Asking.probe("redis", options), server.target()))
                        .extracting(ProbeResult::reason, ProbeResult::detail)
                        .containsExactly(reason, detail);
                assertThat(server.sawHangUp()).isTrue();
            }
        }
    }
}
