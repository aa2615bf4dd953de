package io.sluice.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Endpoint;
import io.sluice.model.ProbeReason;
import io.sluice.model.ProbeResult;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DnsProbeTest {

    private static final Map<String, Object> LOOKUP =
            Map.of("name", "a.example", "address", List.of("192.0.2.1", "192.0.2.7"));

    private final Asking asking = new Asking();
    private DatagramSocket datagrams;
    private ServerSocket streams;
    private Endpoint target;

    @BeforeEach
    void listen() throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        streams = new ServerSocket(0, 10, loopback);
        streams.setSoTimeout(20_000);
        datagrams = new DatagramSocket(streams.getLocalPort(), loopback);
        datagrams.setSoTimeout(20_000);
        target = Asking.at(streams.getLocalPort());
    }

    @AfterEach
    void close() throws Exception {
        datagrams.close();
        streams.close();
        asking.close();
    }

    @Test
    void asksTheQuestionAndAcceptsTheExpectedCode() throws Exception {
        CompletableFuture<ProbeResult> verdict = begin(Map.of("name", "a.example", "record", "SOA"));

        DatagramPacket query = receive();
        byte[] bytes = Arrays.copyOfRange(query.getData(), 2, query.getLength());
        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo("01000001000000000000" + "0161076578616d706c6500" + "00060001");
        answer(query, answerTo(query, 0x8180));
        assertThat(verdict.join())
                .extracting(ProbeResult::reason, ProbeResult::detail)
                .containsExactly(ProbeReason.OK, "noerror");
    }

    @Test
    void failsForAnotherCode() throws Exception {
        CompletableFuture<ProbeResult> verdict = begin(Map.of("name", "a.example"));
        DatagramPacket query = receive();

        answer(query, answerTo(query, 0x8182));
        assertThat(verdict.join())
                .extracting(ProbeResult::reason, ProbeResult::detail)
                .containsExactly(ProbeReason.STATUS, "servfail");
    }

    @Test
    void acceptsAnotherCodeThatIsExpectedAlsoWithoutTheQuestion() throws Exception {
        CompletableFuture<ProbeResult> verdict = begin(Map.of("name", "a.example", "rcode", "refused"));
        DatagramPacket query = receive();

        answer(
                query,
                ByteBuffer.allocate(12)
                        .put(query.getData(), 0, 2)
                        .putShort((short) 0x8185)
                        .array());
        assertThat(verdict.join().reason()).isEqualTo(ProbeReason.OK);
    }

    @Test
    void acceptsOneOfTheExpectedAddresses() throws Exception {
        CompletableFuture<ProbeResult> verdict = begin(LOOKUP);
        DatagramPacket query = receive();

        answer(query, answerTo(query, 0x8180, "192.0.2.3", "192.0.2.7"));
        assertThat(verdict.join())
                .extracting(ProbeResult::reason, ProbeResult::detail)
                .containsExactly(ProbeReason.OK, "192.0.2.3, 192.0.2.7");
    }

    @Test
    void missesTheExpectedAddresses() throws Exception {
        CompletableFuture<ProbeResult> verdict = begin(LOOKUP);
        DatagramPacket query = receive();
        answer(query, answerTo(query, 0x8180, "192.0.2.3"));
        assertThat(verdict.join())
                .extracting(ProbeResult::reason, ProbeResult::detail)
                .containsExactly(ProbeReason.MISMATCH, "192.0.2.3");

        verdict = begin(LOOKUP);
        query = receive();
        answer(query, answerTo(query, 0x8180));
        assertThat(verdict.join())
                .extracting(ProbeResult::reason, ProbeResult::detail)
                .containsExactly(ProbeReason.MISMATCH, "no address");
    }

    @Test
    void waitsForTheAnswerToItsOwnQuestion() throws Exception {
        CompletableFuture<ProbeResult> verdict = begin(LOOKUP);
        DatagramPacket query = receive();
        byte[] otherNumber = answerTo(query, 0x8182);
        otherNumber[0] ^= 1;
        byte[] otherName = answerTo(query, 0x8182);
        otherName[13] = 'b';

        answer(query, otherNumber);
        answer(query, otherName);
        answer(query, answerTo(query, 0x8180, "192.0.2.1"));
        assertThat(verdict.join().reason()).isEqualTo(ProbeReason.OK);
    }

    @Test
    void refusesGarbage() throws Exception {
        for (String garbage : List.of("00", "ff".repeat(12), "00008180ffffffffffffffff")) {
            CompletableFuture<ProbeResult> verdict = begin(LOOKUP);
            answer(receive(), HexFormat.of().parseHex(garbage));

            assertThat(verdict.join().reason()).as(garbage).isEqualTo(ProbeReason.PROTOCOL);
        }
    }

    @Test
    void refusesItsOwnQuestionSentBack() throws Exception {
        CompletableFuture<ProbeResult> verdict = begin(LOOKUP);
        DatagramPacket query = receive();

        answer(query, Arrays.copyOf(query.getData(), query.getLength()));
        assertThat(verdict.join().reason()).isEqualTo(ProbeReason.PROTOCOL);
    }

    @Test
    void takesTheCodeOfAnAnswerThatWasCut() throws Exception {
        CompletableFuture<ProbeResult> verdict = begin(Map.of("name", "a.example"));
        DatagramPacket query = receive();

        answer(query, answerTo(query, 0x8380));
        assertThat(verdict.join().reason()).isEqualTo(ProbeReason.OK);
    }

    @Test
    void asksAgainOverTcpForTheAddressesOfAnAnswerThatWasCut() throws Exception {
        CompletableFuture<ProbeResult> verdict = begin(LOOKUP);
        DatagramPacket query = receive();
        answer(query, answerTo(query, 0x8380));

        answerOverTcp(0x8180, "192.0.2.1");
        assertThat(verdict.join().reason()).isEqualTo(ProbeReason.OK);
    }

    @Test
    void asksOverTcpFromTheStart() throws Exception {
        CompletableFuture<ProbeResult> verdict = begin(Map.of("name", "a.example", "transport", "tcp"));

        answerOverTcp(0x8183);
        assertThat(verdict.join())
                .extracting(ProbeResult::reason, ProbeResult::detail)
                .containsExactly(ProbeReason.STATUS, "nxdomain");
    }

    @Test
    void failsWhenTheStreamEndsEarly() throws Exception {
        CompletableFuture<ProbeResult> verdict = begin(Map.of("name", "a.example", "transport", "tcp"));

        try (Socket socket = streams.accept()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            in.readFully(new byte[in.readUnsignedShort()]);
            socket.getOutputStream().write(new byte[] {0, 50, 1});
        }
        assertThat(verdict.join().reason()).isEqualTo(ProbeReason.CLOSED);
    }

    @Test
    void timesOutAndIsRefused() {
        Probe probe = Asking.probe("dns", LOOKUP);
        asking.assertTimesOut(probe, target);

        datagrams.close();
        assertThat(asking.ask(probe, target).reason()).isEqualTo(ProbeReason.REFUSED);
    }

    @Test
    void refusesOptionsThatDoNotFit() {
        assertThat(Asking.rejected("dns", Map.of())).containsExactly("name");
        assertThat(Asking.rejected("dns", Map.of("name", "a..b"))).containsExactly("name");
        assertThat(Asking.rejected("dns", Map.of("name", "a", "address", "::1")))
                .containsExactly("address");
        assertThat(Asking.rejected("dns", Map.of("name", "a", "record", "MX", "address", "10.0.0.1")))
                .containsExactly("address");
        assertThat(Asking.rejected("dns", Map.of("name", "a", "record", "AAAA", "address", "::1")))
                .isEmpty();
    }

    private CompletableFuture<ProbeResult> begin(Map<String, ?> options) {
        return asking.begin(Asking.probe("dns", options), target, Asking.PATIENCE);
    }

    private DatagramPacket receive() throws Exception {
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        datagrams.receive(packet);
        return packet;
    }

    private void answer(DatagramPacket query, byte[] bytes) throws Exception {
        datagrams.send(new DatagramPacket(bytes, bytes.length, query.getSocketAddress()));
    }

    private void answerOverTcp(int flags, String... addresses) throws Exception {
        try (Socket socket = streams.accept()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] query = in.readNBytes(in.readUnsignedShort());
            byte[] answer = answerTo(query, flags, addresses);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeShort(answer.length);
            for (byte one : answer) { // as it may come
                out.write(one);
                out.flush();
            }
            assertThat(in.read()).as("the probe hangs up").isEqualTo(-1);
        }
    }

    private static byte[] answerTo(DatagramPacket query, int flags, String... addresses) throws Exception {
        return answerTo(Arrays.copyOf(query.getData(), query.getLength()), flags, addresses);
    }

    /** The query with these flags, and one A record per address. */
    private static byte[] answerTo(byte[] query, int flags, String... addresses) throws Exception {
        ByteBuffer answer =
                ByteBuffer.allocate(query.length + 16 * addresses.length).put(query);
        answer.putShort(2, (short) flags).putShort(6, (short) addresses.length);
        for (String address : addresses) {
            answer.putShort((short) 0xc00c)
                    .putShort((short) 1)
                    .putShort((short) 1)
                    .putInt(60)
                    .putShort((short) 4);
            answer.put(InetAddress.getByName(address).getAddress());
        }
        return answer.array();
    }
}
