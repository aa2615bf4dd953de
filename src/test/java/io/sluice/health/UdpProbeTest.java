package io.sluice.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Endpoint;
import io.sluice.model.ProbeReason;
import io.sluice.model.ProbeResult;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UdpProbeTest {

    private final Asking asking = new Asking();
    private DatagramSocket server;
    private Endpoint target;

    @BeforeEach
    void listen() throws Exception {
        server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        server.setSoTimeout(20_000);
        target = Asking.at(server.getLocalPort());
    }

    @AfterEach
    void close() {
        server.close();
        asking.close();
    }

    @Test
    void acceptsTheExpectedReply() throws Exception {
        Probe probe = Asking.probe("udp", Map.of("send", "ping\\n", "expect", "pong"));
        CompletableFuture<ProbeResult> verdict = asking.begin(probe, target, Asking.PATIENCE);

        assertThat(answer("a pong!")).isEqualTo("ping\n");
        assertThat(verdict.join().reason()).isEqualTo(ProbeReason.OK);
    }

    @Test
    void refusesAnotherReplyAndShowsIt() throws Exception {
        Probe probe = Asking.probe("udp", Map.of("send_hex", "00ff", "expect_regex", "^pong$"));
        CompletableFuture<ProbeResult> verdict = asking.begin(probe, target, Asking.PATIENCE);

        assertThat(answer("going\u009b\n down")).isEqualTo("\0\u00ff");
        assertThat(verdict.join())
                .extracting(ProbeResult::reason, ProbeResult::detail)
                .containsExactly(ProbeReason.MISMATCH, "going.. down");
    }

    @Test
    void readsTheLargestDatagramInFull() throws Exception {
        Probe probe = Asking.probe("udp", Map.of("send", "?", "expect", "end"));
        CompletableFuture<ProbeResult> verdict = asking.begin(probe, target, Asking.PATIENCE);

        answer("x".repeat(65_000) + "end");
        assertThat(verdict.join().reason()).isEqualTo(ProbeReason.OK);
    }

    @Test
    void sendsAnEmptyDatagramWithoutPayloadAndIsContentWithSilence() throws Exception {
        CompletableFuture<ProbeResult> verdict = asking.begin(Asking.probe("udp", Map.of()), target, Asking.PATIENCE);

        DatagramPacket received = receive();
        assertThat(received.getLength()).isZero();
        assertThat(verdict.join())
                .extracting(ProbeResult::reason, ProbeResult::detail)
                .containsExactly(ProbeReason.OK, "not refused");
    }

    @Test
    void isRefusedByAClosedPortWhetherOrNotItExpectsAReply() {
        server.close();

        assertThat(asking.ask(Asking.probe("udp", Map.of()), target).reason()).isEqualTo(ProbeReason.REFUSED);
        Probe expecting = Asking.probe("udp", Map.of("send", "x", "expect", "y"));
        assertThat(asking.ask(expecting, target).reason()).isEqualTo(ProbeReason.REFUSED);
    }

    @Test
    void timesOutWithoutTheExpectedReply() {
        asking.assertTimesOut(Asking.probe("udp", Map.of("send", "x", "expect", "y")), target);
    }

    @Test
    void takesNoReplyFromAnybodyElse() throws Exception {
        Probe probe = Asking.probe("udp", Map.of("send", "x", "expect", "y"));
        CompletableFuture<ProbeResult> verdict = asking.begin(probe, target, Asking.PATIENCE);
        DatagramPacket question = receive();

        try (DatagramSocket stranger = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            stranger.send(reply("n", question));
        }
        server.send(reply("y", question));
        assertThat(verdict.join().reason()).isEqualTo(ProbeReason.OK);
    }

    @Test
    void saysSoWhenTheTargetTakesNoDatagrams() {
        ProbeResult result = asking.ask(Asking.probe("udp", Map.of()), new Endpoint.Unix("/nowhere"));

        assertThat(result.reason()).isEqualTo(ProbeReason.OTHER);
        assertThat(result.detail()).contains("UNIX");
    }

    private DatagramPacket receive() throws Exception {
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        server.receive(packet);
        return packet;
    }

    private String answer(String text) throws Exception {
        DatagramPacket question = receive();
        server.send(reply(text, question));
        return new String(question.getData(), 0, question.getLength(), StandardCharsets.ISO_8859_1);
    }

    private static DatagramPacket reply(String text, DatagramPacket question) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return new DatagramPacket(bytes, bytes.length, question.getSocketAddress());
    }
}
