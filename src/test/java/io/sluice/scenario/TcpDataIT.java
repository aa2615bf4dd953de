package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.TerminationCode;
import io.sluice.stats.Direction;
import io.sluice.stats.SessionRecord;
import io.sluice.testing.Content;
import io.sluice.testing.Eventually;
import io.sluice.testing.Peer;
import io.sluice.testing.Peer.Ending;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import io.sluice.testing.Sluice;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Cases D01 to D12: bytes, ends and resets through the daemon, and what the books say of them. */
class TcpDataIT {

    private static final int MIB = 1024 * 1024;

    @RegisterExtension
    final Scene scene = new Scene();

    @Test
    void movesSixtyFourMebibytesEachWayAtOnce() throws Exception {
        byte[] content = Content.random(1, 64 * MIB);
        Sluice sluice = scene.sluice(scene.backend(Script.echo()));
        Peer client = scene.client(sluice.address());

        CompletableFuture<Boolean> sending = Scene.async(() -> {
            client.send(content);
            client.finish();
            return true;
        });

        assertThat(client.hashToEnd()).isEqualTo(Content.hash(content));
        assertThat(sending.join()).isTrue();
        assertThat(sluice.record().code()).isEqualTo(TerminationCode.NORMAL);
        assertThat(sluice.record().bytesIn()).isEqualTo(content.length);
        assertThat(sluice.record().bytesOut()).isEqualTo(content.length);
        assertThat(sluice.stats().bytes(Direction.IN)).isEqualTo(content.length);
        assertThat(sluice.backend(0).bytes(Direction.OUT)).isEqualTo(content.length);
    }

    @Test
    void deliversTheGreetingOfABackendThatSpeaksFirst() throws Exception {
        Sluice sluice = scene.sluice(scene.backend(Script.namingAndHolding("220 ready")));

        Peer client = scene.client(sluice.address());

        assertThat(client.readText(9)).isEqualTo("220 ready");
    }

    @Test
    void answersARequestThatEndedBeforeTheAnswerBegan() throws Exception {
        byte[] reply = Content.random(2, MIB);
        ScriptedBackend backend = scene.backend(Script.sinkThenReply(reply));
        Sluice sluice = scene.sluice(backend);

        Peer client = scene.client(sluice.address());
        client.send(new byte[10 * MIB]);
        client.finish();

        assertThat(client.hashToEnd()).isEqualTo(Content.hash(reply));
        assertThat(backend.received()).isEqualTo(10L * MIB);
        SessionRecord record = sluice.record();
        assertThat(record.code()).isEqualTo(TerminationCode.NORMAL);
        assertThat(record.bytesIn()).isEqualTo(10L * MIB);
        assertThat(record.bytesOut()).isEqualTo(MIB);
        assertThat(record.attempts()).isEqualTo(1);
        assertThat(record.connectNanos()).isPositive();
        assertThat(record.client()).isEqualTo("127.0.0.1:" + client.localPort());
        assertThat(record.backend()).isEqualTo(backend.address());
    }

    @Test
    void takesAnUploadAfterTheBackendHasEnded() throws Exception {
        byte[] content = Content.random(3, MIB);
        ScriptedBackend backend = scene.backend(Script.source(content));
        Sluice sluice = scene.sluice(backend);

        Peer client = scene.client(sluice.address());
        assertThat(client.hashToEnd()).isEqualTo(Content.hash(content));
        client.send(new byte[10 * MIB]);
        client.finish();

        Eventually.equal("received", 10L * MIB, backend::received);
        assertThat(sluice.record().code()).isEqualTo(TerminationCode.NORMAL);
    }

    @Test
    void passesABackendsResetOn() throws Exception {
        Sluice sluice = scene.sluice(scene.backend(Script.resetAfter(100 * 1024)));

        Peer client = scene.client(sluice.address());

        assertThat(client.readExactly(100 * 1024)).hasSize(100 * 1024);
        assertThat(client.ending()).isEqualTo(Ending.RESET);
        assertThat(sluice.record().code()).isEqualTo(TerminationCode.BACKEND_RESET);
    }

    @Test
    void passesAClientsResetOnWithinASecond() throws Exception {
        CompletableFuture<Ending> ending = new CompletableFuture<>();
        Sluice sluice = scene.sluice(scene.backend(peer -> ending.complete(peer.ending())));

        Peer client = scene.client(sluice.address());
        client.send(new byte[100 * 1024]);
        client.awaitDelivery();
        client.reset();

        Eventually.isTrueWithin(Duration.ofSeconds(1), "the backend sees it", ending::isDone);
        assertThat(ending.join()).isEqualTo(Ending.RESET);
        assertThat(sluice.record().code()).isEqualTo(TerminationCode.CLIENT_RESET);
    }

    @Test
    void survivesResetsInEveryState() throws Exception {
        Sluice sluice = scene.sluice(scene.backend(Script.echo()), scene.backend(Script.sinkThenReply(new byte[9])));

        for (int i = 0; i < 300; i++) {
            Peer client = scene.client(sluice.address());
            client.send("hello");
            if (i % 3 == 0) {
                client.finish();
            }
            if (i % 3 == 1) {
                client.awaitDelivery();
            }
            client.reset();
        }

        Eventually.equal("ended", 300L, () -> sluice.stats().ended().sum());
    }

    @Test
    void holdsPingPongsOfSingleBytesUnderASecond() throws Exception {
        Sluice sluice = scene.sluice(scene.backend(Script.echo()));
        Peer client = scene.client(sluice.address());
        long start = System.nanoTime();

        for (int i = 0; i < 200; i++) {
            client.send("a");
            client.send("b");
            assertThat(client.readText(2)).isEqualTo("ab");
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void countsBytesOfASessionThatIsStillOpen() throws Exception {
        Sluice sluice = scene.sluice(scene.backend(Script.echo()));

        Peer client = scene.client(sluice.address());
        client.send("12345");
        client.readText(5);

        Eventually.equal("bytes in", 5L, () -> sluice.stats().bytes(Direction.IN));
        Eventually.equal("bytes out", 5L, () -> sluice.backend(0).bytes(Direction.OUT));
        assertThat(sluice.stats().active()).isEqualTo(1);
    }

    @Test
    void servesManyClientsOfManyThreadsAtOnce() throws Exception {
        Sluice sluice = scene.sluice(scene.backend(Script.echo()), scene.backend(Script.echo()));
        byte[] content = Content.random(4, 100_000);

        CompletableFuture<?>[] threads = new CompletableFuture<?>[8];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = Scene.async(() -> {
                for (int session = 0; session < 50; session++) {
                    try (Peer client = Peer.connect(sluice.address())) {
                        client.send(content);
                        client.finish();
                        assertThat(client.hashToEnd()).isEqualTo(Content.hash(content));
                    }
                }
                return true;
            });
        }
        CompletableFuture.allOf(threads).join();

        Eventually.equal("sessions", 400L, () -> sluice.stats().ended().count(TerminationCode.NORMAL));
        assertThat(sluice.stats().bytes(Direction.IN)).isEqualTo(400L * content.length);
        assertThat(sluice.stats().bytes(Direction.OUT)).isEqualTo(400L * content.length);
    }
}
