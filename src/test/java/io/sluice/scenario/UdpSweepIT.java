package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.TerminationCode;
import io.sluice.testing.Eventually;
import io.sluice.testing.Scene;
import io.sluice.testing.Sluice;
import io.sluice.testing.UdpBackend;
import io.sluice.testing.UdpClient;
import io.sluice.testing.UdpScene;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Random bytes of random sizes from many sources at once. Never more is under way than the smallest socket buffer of a usual kernel
 * holds, so that nothing may be lost: each source gets back what it sent, in order.
 */
class UdpSweepIT {

    private static final int SOURCES = 50;
    private static final int DATAGRAMS = 20_000;
    private static final int MOST_UNDER_WAY = 48;
    private static final int MOST_BYTES_UNDER_WAY = 64 * 1024;
    private static final int LARGEST = 65_507;
    private static final int USUAL = 1_472;

    @RegisterExtension
    final Scene scene = new Scene();

    private final UdpScene udp = new UdpScene(scene);

    @Test
    void givesEverySourceBackWhatItSentInOrder() throws IOException {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        UdpBackend backend = udp.backend(UdpBackend.echo());
        Sluice sluice = udp.sluice("", backend);
        List<Source> sources = new ArrayList<>();
        for (int i = 0; i < SOURCES; i++) {
            sources.add(new Source(udp.client("127.0.0." + (1 + i % 5)), new ArrayDeque<>()));
        }

        long bytes = 0;
        for (int sent = 0; sent < DATAGRAMS; ) {
            int underWay = 0;
            long bytesBefore = bytes;
            while (underWay < MOST_UNDER_WAY && sent < DATAGRAMS && bytes - bytesBefore < MOST_BYTES_UNDER_WAY) {
                byte[] payload = payload(random);
                sources.get(random.nextInt(SOURCES)).send(payload, sluice);
                bytes += payload.length;
                underWay++;
                sent++;
            }
            for (Source source : sources) {
                source.receiveAll(seed, sluice);
            }
        }

        assertThat(backend.received()).as("seed " + seed).isEqualTo(DATAGRAMS);
        assertThat(backend.receivedBytes()).as("seed " + seed).isEqualTo(bytes);
        assertThat(backend.sources()).isEqualTo(SOURCES);
        UdpScene.closeAndBalance(sluice, DATAGRAMS, bytes, DATAGRAMS, bytes);
        assertThat(sluice.stats().acceptedTotal()).isEqualTo(SOURCES);
        assertThat(sluice.stats().dropped().sum()).as("dropped, seed " + seed).isZero();
        assertThat(sluice.stats().ended().count(TerminationCode.INTERNAL)).isZero();
    }

    /** Sessions that last for one question, as with DNS: as many begin and end as datagrams come. */
    @Test
    void beginsAndEndsASessionForEveryDatagram() throws IOException {
        int rounds = 60;
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        UdpBackend backend = udp.backend(UdpBackend.echo());
        Sluice sluice = udp.sluice("udp: { requests: 1, responses: 1 }", backend);
        List<Source> sources = new ArrayList<>();
        for (int i = 0; i < SOURCES; i++) {
            sources.add(new Source(udp.client(), new ArrayDeque<>()));
        }

        long bytes = 0;
        for (int round = 0; round < rounds; round++) {
            for (Source source : sources) {
                byte[] payload = new byte[random.nextInt(USUAL + 1)];
                random.nextBytes(payload);
                source.send(payload, sluice);
                bytes += payload.length;
            }
            for (Source source : sources) {
                source.receiveAll(seed, sluice);
            }
        }

        Eventually.equal("sessions", 0, () -> sluice.stats().active());
        long datagrams = (long) rounds * SOURCES;
        UdpScene.closeAndBalance(sluice, datagrams, bytes, datagrams, bytes);
        assertThat(sluice.stats().acceptedTotal()).isEqualTo(datagrams);
        assertThat(sluice.stats().ended().count(TerminationCode.NORMAL)).isEqualTo(datagrams);
        assertThat(sluice.stats().dropped().sum()).as("dropped, seed " + seed).isZero();
    }

    /** Mostly what fits a frame, some empty, some as large as they get. */
    private static byte[] payload(SplittableRandom random) {
        int kind = random.nextInt(200);
        int size = kind == 0 ? random.nextInt(LARGEST + 1) : kind < 10 ? 0 : random.nextInt(USUAL + 1);
        byte[] payload = new byte[size];
        random.nextBytes(payload);
        return payload;
    }

    private record Source(UdpClient client, Queue<byte[]> expected) {

        void send(byte[] payload, Sluice to) throws IOException {
            client.send(payload, to.address());
            expected.add(payload);
        }

        void receiveAll(long seed, Sluice sluice) throws IOException {
            for (byte[] payload = expected.poll(); payload != null; payload = expected.poll()) {
                try {
                    assertThat(client.receive()).as("seed " + seed).isEqualTo(payload);
                } catch (SocketTimeoutException e) {
                    throw new AssertionError(
                            "lost, seed " + seed + ", counted drops: "
                                    + sluice.stats().dropped().sum(),
                            e);
                }
            }
        }
    }
}
