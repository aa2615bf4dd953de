package io.sluice.health;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.ProbeReason;
import io.sluice.model.ProbeResult;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GrpcProbeTest {

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final byte[] BEGIN = frame(HEADERS, END_HEADERS, "\u0088"); // :status 200
    private static final byte[] END = trailers("grpc-status", "0");

    private final Asking asking = new Asking();

    @AfterEach
    void close() {
        asking.close();
    }

    @Test
    void acceptsAServerThatServes() throws Exception {
        assertVerdict(ProbeReason.OK, "", BEGIN, message("\10\1"), END);
    }

    @Test
    void refusesAServerThatDoesNot() throws Exception {
        assertVerdict(ProbeReason.STATUS, "NOT_SERVING", BEGIN, message("\10\2"), END);
        assertVerdict(ProbeReason.STATUS, "UNKNOWN", BEGIN, message(""), END);
        assertVerdict(ProbeReason.STATUS, "status 77", BEGIN, message("\10\115"), END);
    }

    @Test
    void failsForTheStatusOfTheCall() throws Exception {
        assertVerdict(
                ProbeReason.STATUS,
                "12 UNIMPLEMENTED",
                frame(HEADERS, END_HEADERS | END_STREAM, "\u0088" + header("grpc-status", "12")));
        assertVerdict(
                ProbeReason.STATUS,
                "5 NOT_FOUND: no such service",
                BEGIN,
                trailers("grpc-status", "5", "grpc-message", "no such service"));
        assertVerdict(ProbeReason.STATUS, "grpc-status 99", BEGIN, trailers("grpc-status", "99"));
    }

    @Test
    void failsForTheStatusOfHttp() throws Exception {
        assertVerdict(ProbeReason.STATUS, "HTTP 404", frame(HEADERS, END_HEADERS | END_STREAM, "\u008d"));
    }

    @Test
    void refusesAnswersThatAreNotGrpc() throws Exception {
        assertVerdict(ProbeReason.PROTOCOL, "an answer without grpc-status", BEGIN, frame(DATA, END_STREAM, "<html>"));
        assertVerdict(ProbeReason.PROTOCOL, "an answer without grpc-status", BEGIN, trailers("x", "y"));
        assertVerdict(ProbeReason.PROTOCOL, "....", BEGIN, frame(DATA, 0, "\0\0\0\0"), END);
        assertVerdict(ProbeReason.PROTOCOL, "......x", BEGIN, frame(DATA, 0, "\0\0\0\0\2\12x"), END);
        assertVerdict(ProbeReason.PROTOCOL, "", BEGIN, END);
    }

    @Test
    void failsWhenTheStreamIsReset() throws Exception {
        assertVerdict(ProbeReason.RESET, "stream reset with code 7", BEGIN, frame(RESET, 0, "\0\0\0\7"));
    }

    @Test
    void namesTheServiceAndTheAuthority() {
        assertThat(Octets.string(GrpcHealth.request(""))).isEqualTo("\0\0\0\0\0");
        assertThat(Octets.string(GrpcHealth.request("web"))).isEqualTo("\0\0\0\0\5\12\3web");
        assertThat(Octets.string(GrpcHealth.request("s".repeat(200)))).startsWith("\0\0\0\0\u00cb\12\u00c8\1s");
    }

    /** With the answer in one piece, and byte by byte. */
    private void assertVerdict(ProbeReason reason, String detail, byte[]... frames) throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(frame(SETTINGS, 0, ""));
        for (byte[] frame : frames) {
            all.write(frame);
        }
        byte[] answer = all.toByteArray();
        for (int step : new int[] {answer.length, 1}) {
            try (StreamServer server = new StreamServer((in, out, socket) -> {
                in.readNBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".length());
                while (true) {
                    int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
                    int kind = in.readUnsignedByte();
                    in.readNBytes(5 + length);
                    if (kind == DATA) {
                        break; // the whole request
                    }
                }
                socket.setTcpNoDelay(true);
                for (int i = 0; i < answer.length; i += step) {
                    out.write(answer, i, step);
                }
            })) {
                assertThat(asking.ask(Asking.probe("grpc", Map.of("service", "web")), server.target()))
                        .extracting(ProbeResult::reason, ProbeResult::detail)
                        .containsExactly(reason, detail);
                assertThat(server.sawHangUp()).isTrue();
            }
        }
    }

    private static byte[] message(String content) {
        return frame(DATA, 0, "\0\0\0\0" + (char) content.length() + content);
    }

    private static byte[] trailers(String... namesAndValues) {
        StringBuilder block = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            block.append(header(namesAndValues[i], namesAndValues[i + 1]));
        }
        return frame(HEADERS, END_HEADERS | END_STREAM, block.toString());
    }

    /** A literal header field that is not indexed (RFC 7541, section 6.2.2). */
    private static String header(String name, String value) {
        return "\0" + (char) name.length() + name + (char) value.length() + value;
    }

    private static byte[] frame(int kind, int flags, String content) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeByte(0);
            out.writeShort(content.length());
            out.writeByte(kind);
            out.writeByte(flags);
            out.writeInt(kind == SETTINGS ? 0 : 3);
            out.write(content.getBytes(ISO_8859_1));
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
