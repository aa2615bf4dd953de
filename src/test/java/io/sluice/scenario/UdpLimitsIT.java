package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.ConnectFailure;
import io.sluice.model.TerminationCode;
import io.sluice.stats.Drop;
import io.sluice.stats.SessionRecord;
import io.sluice.testing.ClosedPort;
import io.sluice.testing.Eventually;
import io.sluice.testing.Scene;
import io.sluice.testing.Sluice;
import io.sluice.testing.UdpBackend;
import io.sluice.testing.UdpClient;
import io.sluice.testing.UdpScene;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Cases D28 and D29, and what else makes a datagram go nowhere: limits, lists, refusals, the end of the process. */
class UdpLimitsIT {

    private static final Duration SOON = Duration.ofMillis(300);

    @RegisterExtension
    final Scene scene = new Scene();

    private final UdpScene udp = new UdpScene(scene);

    @Test
    void servesAsManyClientsAsItMayAndTheRestAfterwards() throws IOException {
        Sluice sluice = udp.sluice("max_sessions: 100, idle_timeout: 2s", udp.backend(UdpBackend.echo()));
        List<UdpClient> served = udp.clients(100);
        List<UdpClient> late = udp.clients(50);

        for (UdpClient client : served) {
            assertThat(client.ask("in", sluice.address())).isEqualTo("in");
        }
        for (UdpClient client : late) {
            client.send("no", sluice.address());
        }
        Eventually.equal("dropped", 50L, () -> UdpScene.dropped(sluice, Drop.SESSIONS_FULL));
        assertThat(served.get(99).ask("in", sluice.address()))
                .as("those that are in stay in")
                .isEqualTo("in");
        Eventually.equal("sessions", 0, () -> sluice.stats().active());
        for (UdpClient client : late) {
            assertThat(client.ask("now", sluice.address())).isEqualTo("now");
        }

        UdpScene.closeAndBalance(sluice, 151, 352, 151, 352);
        assertThat(sluice.stats().acceptedTotal()).isEqualTo(150);
        assertThat(sluice.stats().dropped().sum()).as("nothing else dropped").isEqualTo(50);
    }

    @Test
    void holdsTheLimitOfTheProcessToo() throws IOException {
        String yaml = """
                listeners:
                  dns: { listen: "127.0.0.1:0", protocol: udp, pool: app }
                pools:
                  app: { backends: [ "%s" ] }
                """.formatted(udp.backend(UdpBackend.echo()).address());
        Sluice sluice = scene.sluice(yaml, 2);
        List<UdpClient> clients = udp.clients(3);

        clients.get(0).ask("a", sluice.address());
        clients.get(1).ask("b", sluice.address());
        clients.get(2).send("c", sluice.address());

        Eventually.equal("dropped", 1L, () -> UdpScene.dropped(sluice, Drop.SESSIONS_FULL));
        sluice.close();
    }

    @Test
    void leavesABackendThatRefusesAtTheNextDatagram() throws IOException {
        String closed = ClosedPort.address();
        UdpBackend alive = udp.backend(UdpBackend.echo());
        Sluice sluice = scene.sluice("""
                listeners:
                  dns: { listen: "127.0.0.1:0", protocol: udp, pool: app }
                pools:
                  app: { scheduler: rr, backends: [ "%s", "%s" ] }
                """.formatted(closed, alive.address()));
        int lost = 0;

        for (UdpClient client : udp.clients(20)) {
            int answered = 0;
            for (int attempt = 0; attempt < 3; attempt++) {
                long before = UdpScene.dropped(sluice, Drop.BACKEND_REFUSED);
                if (answerOrDrop(client, sluice, before) == null) {
                    lost++;
                } else {
                    answered++;
                }
            }
            assertThat(answered).as("answers to three datagrams").isGreaterThanOrEqualTo(2);
        }

        assertThat(lost).as("some began with the closed port").isBetween(1, 20);
        assertThat(UdpScene.dropped(sluice, Drop.BACKEND_REFUSED)).isEqualTo(lost);
        assertThat(refusals(sluice)).isEqualTo(lost);
        assertThat(sluice.stats().dropped().sum()).as("nothing else dropped").isEqualTo(lost);
        assertThat(sluice.stats().acceptedTotal()).isEqualTo(20);
        sluice.close();
        assertThat(sluice.records()).extracting(SessionRecord::backend).containsOnly(alive.address());
    }

    /** Waits for the one or the other: the ICMP answer is counted once the worker has read it. */
    private static @Nullable String answerOrDrop(UdpClient client, Sluice sluice, long before) throws IOException {
        client.send("hello", sluice.address());
        for (int i = 0; i < 500; i++) {
            String answer = client.receiveText(Duration.ofMillis(10));
            if (answer != null || UdpScene.dropped(sluice, Drop.BACKEND_REFUSED) > before) {
                return answer;
            }
        }
        throw new AssertionError("neither answered nor counted");
    }

    private static long refusals(Sluice sluice) {
        return sluice.backend(0).connectFailures().count(ConnectFailure.REFUSED);
    }

    @Test
    void servesTheOnlyBackendAgainWhenItIsBack() throws IOException {
        String closed = ClosedPort.address();
        Sluice sluice = scene.sluice("""
                listeners:
                  dns: { listen: "127.0.0.1:0", protocol: udp, pool: app }
                pools:
                  app: { backends: [ "%s" ] }
                """.formatted(closed));
        UdpClient client = udp.client();

        for (int i = 1; i <= 20; i++) {
            long expected = i;
            client.send("nobody", sluice.address());
            Eventually.equal("refused datagrams", expected, () -> UdpScene.dropped(sluice, Drop.BACKEND_REFUSED));
        }

        assertThat(sluice.stats().active())
                .as("the listener lives, and the session too")
                .isEqualTo(1);
        assertThat(refusals(sluice)).isEqualTo(20);
        try (DatagramSocket back = new DatagramSocket(Integer.parseInt(closed.substring(closed.indexOf(':') + 1)))) {
            client.send("back", sluice.address());
            DatagramPacket question = new DatagramPacket(new byte[10], 10);
            back.setSoTimeout(5_000);
            back.receive(question);
            back.send(question);
            assertThat(client.receiveText()).isEqualTo("back");
        }
        sluice.close();
    }

    @Test
    void beginsASessionForEachRequestThatIsAnswered() throws IOException {
        UdpBackend first = udp.backend(UdpBackend.named("a"));
        UdpBackend second = udp.backend(UdpBackend.named("b"));
        Sluice sluice = udp.sluice("udp: { requests: 1, responses: 1 }", first, second);
        UdpClient client = udp.client();

        for (int i = 0; i < 10; i++) {
            client.ask("q", sluice.address());
        }

        Eventually.equal("sessions", 0, () -> sluice.stats().active());
        assertThat(List.of(first.received(), second.received())).containsExactly(5L, 5L);
        UdpScene.closeAndBalance(sluice, 10, 10, 10, 20);
        assertThat(sluice.stats().acceptedTotal()).isEqualTo(10);
        assertThat(sluice.records()).allSatisfy(record -> {
            assertThat(record.code()).isEqualTo(TerminationCode.NORMAL);
            assertThat(record.reason()).isEqualTo("all responses received");
        });
    }

    @Test
    void waitsForAsManyResponsesAsItIsTold() throws IOException {
        UdpBackend backend = udp.backend(UdpBackend.answering(3));
        Sluice sluice = udp.sluice("udp: { responses: 3 }", backend);
        UdpClient client = udp.client();

        client.send("q", sluice.address());
        for (int i = 0; i < 3; i++) {
            assertThat(client.receiveText()).isEqualTo("q");
        }

        Eventually.equal("sessions", 0, () -> sluice.stats().active());
        assertThat(sluice.record().reason()).isEqualTo("all responses received");
        UdpScene.closeAndBalance(sluice, 1, 1, 3, 3);
    }

    @Test
    void keepsASessionWhoseRequestsAreSpentForItsAnswers() throws IOException {
        Sluice sluice = udp.sluice("udp: { requests: 2 }", udp.backend(UdpBackend.echo()));
        UdpClient client = udp.client();

        for (int i = 0; i < 6; i++) {
            assertThat(client.ask("q" + i, sluice.address())).isEqualTo("q" + i);
        }

        assertThat(sluice.stats().acceptedTotal()).isEqualTo(3);
        assertThat(sluice.stats().active()).isEqualTo(3);
        sluice.close();
    }

    @Test
    void letsInWhomTheListsLetIn() throws IOException {
        UdpBackend backend = udp.backend(UdpBackend.echo());
        Sluice sluice = udp.sluice("allow: [ 127.0.0.0/28 ], deny: [ 127.0.0.3 ]", backend);

        for (String host : List.of("127.0.0.1", "127.0.0.2")) {
            assertThat(udp.client(host).ask("in", sluice.address())).isEqualTo("in");
        }
        for (String host : List.of("127.0.0.3", "127.0.0.16")) {
            udp.client(host).send("out", sluice.address());
        }

        Eventually.equal("denied", 2L, () -> UdpScene.dropped(sluice, Drop.DENIED));
        assertThat(backend.received()).isEqualTo(2);
        UdpScene.closeAndBalance(sluice, 2, 4, 2, 4);
        assertThat(sluice.stats().acceptedTotal()).isEqualTo(2);
    }

    @Test
    void goesToTheFallbackWhenThePoolHasNobody() throws IOException {
        UdpBackend spare = udp.backend(UdpBackend.named("spare:"));
        Sluice sluice =
                scene.sluice("""
                listeners:
                  dns: { listen: "127.0.0.1:0", protocol: udp, pool: app }
                  none: { listen: "127.0.0.1:0", protocol: udp, pool: empty }
                pools:
                  app:
                    fallback: "pool:spare"
                    backends: [ { address: "%s", state: disabled } ]
                  empty: { backends: [ { address: "%1$s", state: disabled } ] }
                  spare: { backends: [ "%s" ] }
                """.formatted(udp.backend(UdpBackend.echo()).address(), spare.address()));

        assertThat(udp.client().ask("x", sluice.address("dns"))).isEqualTo("spare:x");
        udp.client().send("x", sluice.address("none"));

        Eventually.equal(
                "dropped", 1L, () -> sluice.listener("none").stats().dropped().count(Drop.NO_BACKEND));
        sluice.close();
        assertThat(sluice.record().pool()).isEqualTo("spare");
        assertThat(sluice.records()).hasSize(1);
    }

    /** What comes from a backend's own address would be answered to the backend: a loop, once its answers look like requests. */
    @Test
    void refusesABackendAsAClient() throws IOException {
        UdpClient backend = udp.client();
        UdpBackend other = udp.backend(UdpBackend.echo());
        Sluice sluice = scene.sluice("""
                listeners:
                  dns: { listen: "127.0.0.1:0", protocol: udp, pool: app }
                pools:
                  app: { scheduler: rr, backends: [ "%s", "%s" ] }
                """.formatted(backend.address(), other.address()));

        for (int i = 0; i < 3; i++) {
            backend.send("round and round", sluice.address());
        }

        Eventually.equal("loops", 3L, () -> UdpScene.dropped(sluice, Drop.LOOP));
        assertThat(backend.receiveText(Duration.ofMillis(50))).isNull();
        assertThat(other.received()).isZero();
        sluice.close();
        assertThat(sluice.stats().acceptedTotal()).isZero();
    }

    @Test
    void answersOldSessionsWhileDrainingAndCutsThemAtTheDeadline() throws IOException {
        Sluice sluice = udp.sluice("", udp.backend(UdpBackend.echo()));
        UdpClient old = udp.client();
        old.ask("before", sluice.address());

        long start = System.nanoTime();
        CompletableFuture<Void> drained = sluice.drain(Duration.ofSeconds(1));
        Eventually.isTrue("draining", () -> isTurnedAway(sluice));
        assertThat(old.ask("while", sluice.address())).isEqualTo("while");
        assertThat(drained).isNotDone();
        drained.join();

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(1000), Duration.ofMillis(2500));
        SessionRecord cut = sluice.records().stream()
                .filter(record -> record.client().equals(old.address()))
                .findFirst()
                .orElseThrow();
        assertThat(cut.code()).isEqualTo(TerminationCode.SHUTDOWN);
        assertThat(cut.bytesIn()).isEqualTo(11);
        old.send("after", sluice.address());
        assertThat(old.receiveText(SOON)).as("an answer after the end").isNull();
    }

    /** A client of its own each time: one that came just before the drain began is served on. */
    private static boolean isTurnedAway(Sluice sluice) {
        long before = UdpScene.dropped(sluice, Drop.STOPPING);
        return Eventually.calling(() -> {
            try (UdpClient client = UdpClient.open()) {
                client.send("new", sluice.address());
                return client.receiveText(Duration.ofMillis(20)) == null
                        && UdpScene.dropped(sluice, Drop.STOPPING) > before;
            }
        });
    }
}
