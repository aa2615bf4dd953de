package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.TerminationCode;
import io.sluice.stats.SessionRecord;
import io.sluice.testing.Content;
import io.sluice.testing.Eventually;
import io.sluice.testing.Scene;
import io.sluice.testing.Sluice;
import io.sluice.testing.UdpBackend;
import io.sluice.testing.UdpClient;
import io.sluice.testing.UdpScene;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cases D24 to D27: what happens to datagrams, and who they go to. */
class UdpDataIT {

    private static final int[] SIZES = {0, 1, 1472, 2048, 2049, 9000, 65_507};

    @RegisterExtension
    final Scene scene = new Scene();

    private final UdpScene udp = new UdpScene(scene);

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void carriesEverySizeBothWays(String host) throws IOException {
        UdpBackend backend = udp.backend(UdpBackend.echo(host));
        String listen = host.equals("::1") ? "[::1]:0" : "127.0.0.1:0";
        Sluice sluice = udp.sluice(listen, "", backend);
        UdpClient client = udp.client(host);

        long bytes = 0;
        for (int size : SIZES) {
            byte[] payload = Content.random(size, size);
            client.send(payload, sluice.address());
            assertThat(client.receive()).as("size " + size).isEqualTo(payload);
            bytes += size;
        }

        assertThat(backend.received()).as("datagrams at the backend").isEqualTo(SIZES.length);
        assertThat(backend.sources()).as("sessions at the backend").isEqualTo(1);
        UdpScene.closeAndBalance(sluice, SIZES.length, bytes, SIZES.length, bytes);
        assertThat(sluice.stats().dropped().sum()).as("dropped").isZero();
    }

    @Test
    void keepsTwoClientsApartAndEachWithItsBackend() throws IOException {
        UdpBackend first = udp.backend(UdpBackend.named("a"));
        UdpBackend second = udp.backend(UdpBackend.named("b"));
        Sluice sluice = udp.sluice("", first, second);
        List<UdpClient> clients = udp.clients(2);
        List<String> names =
                List.of(clients.get(0).ask("", sluice.address()), clients.get(1).ask("", sluice.address()));

        for (int i = 0; i < 100; i++) {
            for (int who = 0; who < 2; who++) {
                clients.get(who).send(who + " says " + i, sluice.address());
            }
            for (int who = 0; who < 2; who++) {
                assertThat(clients.get(who).receiveText()).isEqualTo(names.get(who) + who + " says " + i);
            }
        }

        assertThat(names).containsExactlyInAnyOrder("a", "b");
        assertThat(sluice.stats().acceptedTotal()).isEqualTo(2);
        assertThat(sluice.stats().active()).isEqualTo(2);
        assertThat(List.of(first.received(), second.received())).containsExactly(101L, 101L);
        sluice.close();
    }

    /** The client sees one address only: that which it asked, however many there are behind the wildcard. */
    @Test
    void answersFromTheAddressThatWasAsked() throws IOException {
        Sluice sluice = udp.sluice("0.0.0.0:0", "", udp.backend(UdpBackend.echo()));
        int port = sluice.address().getPort();

        for (String host : List.of("127.0.0.2", "127.0.0.1", "127.0.0.3")) {
            UdpClient client = udp.client();
            InetSocketAddress asked = new InetSocketAddress(InetAddress.getByName(host), port);
            for (int i = 0; i < 3; i++) {
                assertThat(client.ask("hello " + i, asked)).isEqualTo("hello " + i);
                assertThat(client.lastSender()).isEqualTo(asked);
            }
        }

        assertThat(sluice.stats().acceptedTotal()).isEqualTo(3);
        sluice.close();
    }

    /** One client that talks to two addresses of a wildcard listener holds two sessions. */
    @Test
    void countsASessionForEachAddressThatAClientAsks() throws IOException {
        Sluice sluice = udp.sluice("0.0.0.0:0", "", udp.backend(UdpBackend.echo()));
        int port = sluice.address().getPort();
        UdpClient client = udp.client();

        for (String host : List.of("127.0.0.1", "127.0.0.2", "127.0.0.1")) {
            client.ask("x", new InetSocketAddress(InetAddress.getByName(host), port));
        }

        assertThat(sluice.stats().acceptedTotal()).isEqualTo(2);
        sluice.close();
    }

    @Test
    void endsASessionThatIsIdleAndBeginsAnotherAfterwards() throws IOException {
        Sluice sluice = udp.sluice("idle_timeout: 1s", udp.backend(UdpBackend.echo()));
        UdpClient client = udp.client();

        long start = System.nanoTime();
        client.ask("one", sluice.address());
        assertThat(sluice.stats().active()).isEqualTo(1);
        Eventually.equal("sessions", 0, () -> sluice.stats().active());
        assertThat(System.nanoTime() - start)
                .as("a session lives its idle_timeout")
                .isGreaterThan(1_000_000_000L);
        client.ask("two", sluice.address());
        assertThat(sluice.stats().active()).isEqualTo(1);

        UdpScene.closeAndBalance(sluice, 2, 6, 2, 6);
        SessionRecord idle = sluice.records().get(0);
        assertThat(idle.code()).isEqualTo(TerminationCode.NORMAL);
        assertThat(idle.reason()).isEqualTo("idle");
        assertThat(idle.durationNanos()).isBetween(1_000_000_000L, 3_000_000_000L);
        assertThat(sluice.records().get(1).code()).isEqualTo(TerminationCode.SHUTDOWN);
    }

    /** Traffic in one direction keeps a session alive, and so does traffic in the other. */
    @Test
    void keepsASessionThatTalks() throws IOException {
        Sluice sluice = udp.sluice("idle_timeout: 1s", udp.backend(UdpBackend.answering(0)));
        UdpClient client = udp.client();
        long end = System.nanoTime() + 1_600_000_000L;

        List<Integer> active = new ArrayList<>();
        client.send("first", sluice.address());
        Eventually.equal("sessions", 1, () -> sluice.stats().active());
        while (System.nanoTime() < end) {
            assertThat(client.receiveText(Duration.ofMillis(100))).isNull();
            client.send("again", sluice.address());
            active.add(sluice.stats().active());
        }

        assertThat(active).containsOnly(1);
        assertThat(sluice.stats().acceptedTotal()).isEqualTo(1);
        sluice.close();
    }

    @Test
    void writesOneRecordPerSessionWithWhatItMoved() throws IOException {
        UdpBackend backend = udp.backend(UdpBackend.named("b:"));
        Sluice sluice = udp.sluice("", backend);
        List<UdpClient> clients = udp.clients(3);
        Map<String, Integer> lengths = new HashMap<>();

        for (int i = 0; i < clients.size(); i++) {
            String payload = "x".repeat(10 + i);
            lengths.put(clients.get(i).address(), payload.length());
            assertThat(clients.get(i).ask(payload, sluice.address())).isEqualTo("b:" + payload);
        }

        UdpScene.closeAndBalance(sluice, 3, 33, 3, 39);
        assertThat(sluice.records()).hasSize(3);
        for (SessionRecord record : sluice.records()) {
            int length = lengths.getOrDefault(record.client(), -1);
            assertThat(record.bytesIn()).as(record.client()).isEqualTo(length);
            assertThat(record.bytesOut()).as(record.client()).isEqualTo(length + 2);
            assertThat(record.backend()).isEqualTo(backend.address());
            assertThat(record.attempts()).isEqualTo(1);
            assertThat(record.connectNanos()).as("there is no handshake").isNegative();
        }
    }
}
