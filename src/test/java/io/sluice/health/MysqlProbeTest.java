package io.sluice.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.ProbeReason;
import io.sluice.model.ProbeResult;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MysqlProbeTest {

    private static final String GREETING = "\n8.0.36\0" + "1234" + "saltsalt\0" + "\u00ff\u00f7";
    private static final Map<String, String> USER = Map.of("user", "probe");

    private final Asking asking = new Asking();

    @AfterEach
    void close() {
        asking.close();
    }

    @Test
    void readsTheGreeting() throws Exception {
        try (StreamServer server = saying(List.of(GREETING), new ArrayList<>())) {
            assertVerdict(server, Map.of(), ProbeReason.OK, "8.0.36");
            assertThat(server.lastWords()).isEmpty();
        }
    }

    @Test
    void failsForAnErrorInsteadOfAGreeting() throws Exception {
        try (StreamServer server = saying(List.of("\u00ff\u0010\u0004Too many connections"), new ArrayList<>())) {
            assertVerdict(server, Map.of(), ProbeReason.STATUS, "1040 Too many connections");
        }
    }

    @Test
    void logsInAndLeavesInOrder() throws Exception {
        List<String> heard = new ArrayList<>();
        try (StreamServer server = saying(List.of(GREETING, "\0\0\0\2\0\0\0"), heard)) {
            assertVerdict(server, USER, ProbeReason.OK, "");
            assertThat(heard.get(0).substring(32)).isEqualTo("probe\0\0mysql_native_password\0");
            assertThat(server.lastWords()).containsExactly(1, 0, 0, 0, 1);
        }
    }

    @Test
    void followsToAnotherWayOfAuthentication() throws Exception {
        List<String> heard = new ArrayList<>();
        List<String> said = List.of(GREETING, "\u00fecaching_sha2_password\0salt", "\0\0\0\2\0\0\0");
        try (StreamServer server = saying(said, heard)) {
            assertVerdict(server, USER, ProbeReason.OK, "");
            assertThat(heard.get(1)).isEqualTo("\0");
        }
        heard.clear();
        try (StreamServer server = saying(List.of(GREETING, "\u00femysql_native_password\0s", "\0\0\0"), heard)) {
            assertVerdict(server, USER, ProbeReason.OK, "");
            assertThat(heard.get(1)).isEmpty();
        }
    }

    @Test
    void failsForAUserWhomTheServerDoesNotLetIn() throws Exception {
        String denied = "\u00ff\u0015\u0004#28000Access denied for user 'probe'";
        try (StreamServer server = saying(List.of(GREETING, denied), new ArrayList<>())) {
            assertVerdict(server, USER, ProbeReason.STATUS, "1045 Access denied for user 'probe'");
        }
        try (StreamServer server = saying(List.of(GREETING, "\1\4"), new ArrayList<>())) {
            assertVerdict(server, USER, ProbeReason.STATUS, "asks for a password");
        }
    }

    @Test
    void refusesAnotherProtocol() throws Exception {
        for (String greeting : List.of("\u0009old", "\0", "SSH-2.0", "\u00fe")) {
            try (StreamServer server = saying(List.of(greeting), new ArrayList<>())) {
                assertThat(ask(server, Map.of()).reason()).isEqualTo(ProbeReason.PROTOCOL);
            }
        }
        try (StreamServer server =
                new StreamServer((in, out, socket) -> out.write("SSH-2.0-x\r\n".getBytes(StandardCharsets.US_ASCII)))) {
            assertVerdict(server, Map.of(), ProbeReason.PROTOCOL, "SSH-2.0-x..");
        }
    }

    private void assertVerdict(StreamServer server, Map<String, ?> options, ProbeReason reason, String detail) {
        assertThat(ask(server, options))
                .extracting(ProbeResult::reason, ProbeResult::detail)
                .containsExactly(reason, detail);
    }

    private ProbeResult ask(StreamServer server, Map<String, ?> options) {
        return asking.ask(Asking.probe("mysql", options), server.target());
    }

    /** Says the first packet, and each further one after it has heard one; all of them byte by byte. */
    private static StreamServer saying(List<String> packets, List<String> heard) throws IOException {
        return new StreamServer((in, out, socket) -> {
            socket.setTcpNoDelay(true);
            int number = 0;
            for (String packet : packets) {
                if (number > 0) {
                    heard.add(hear(in, number++));
                }
                say(out, number++, packet);
            }
        });
    }

    private static String hear(DataInputStream in, int number) throws IOException {
        int length = in.readUnsignedByte() | in.readUnsignedByte() << 8 | in.readUnsignedByte() << 16;
        assertThat(in.readUnsignedByte()).isEqualTo(number);
        return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    private static void say(OutputStream out, int number, String packet) throws IOException {
        out.write(new byte[] {(byte) packet.length(), 0, 0, (byte) number});
        for (byte one : packet.getBytes(StandardCharsets.ISO_8859_1)) {
            out.write(one);
        }
    }
}
