package io.sluice.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.sluice.net.Worker;
import io.sluice.testing.Content;
import io.sluice.testing.Eventually;
import io.sluice.testing.Peer;
import io.sluice.testing.Peer.Ending;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import io.sluice.testing.SocketTable;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What any relay must do with the bytes of a session. A relay's test extends this and says how the relay is made. */
abstract class RelayContract {

    private static final int MIB = 1024 * 1024;
    private static final int SMALL_BUFFER = 4 * 1024;

    @RegisterExtension
    final Scene scene = new Scene();

    abstract Relay relay(Worker worker);

    private RelayBench before(ScriptedBackend backend) throws IOException {
        return scene.closingLast(new RelayBench(this::relay, backend));
    }

    private RelayBench before(Script script) throws IOException {
        return before(scene.backend(script));
    }

    @Test
    void movesBothWaysAtOnce() throws Exception {
        byte[] up = Content.random(1, 64 * MIB);
        byte[] down = Content.random(2, 64 * MIB);
        CompletableFuture<String> arrived = new CompletableFuture<>();
        RelayBench bench = before(peer -> {
            CompletableFuture<Boolean> sending = Scene.async(() -> sendAndFinish(peer, down));
            arrived.complete(peer.hashToEnd());
            sending.join();
        });

        Peer client = scene.client(bench.address());
        CompletableFuture<Boolean> sending = Scene.async(() -> sendAndFinish(client, up));

        assertThat(client.hashToEnd()).isEqualTo(Content.hash(down));
        assertThat(arrived.join()).isEqualTo(Content.hash(up));
        assertThat(sending.join()).isTrue();
        assertThat(bench.codes(1)).containsExactly("--");
    }

    @RepeatedTest(8)
    void forwardsTheClientsEndAndKeepsTheOtherDirection() throws Exception {
        byte[] up = Content.random(3, MIB);
        byte[] down = Content.random(4, 4 * MIB);
        CompletableFuture<String> arrived = new CompletableFuture<>();
        RelayBench bench = before(peer -> {
            CompletableFuture<Boolean> sending = Scene.async(() -> sendAndFinish(peer, down));
            arrived.complete(peer.hashToEnd());
            sending.join();
        });

        Peer client = scene.client(bench.address());
        sendAndFinish(client, up);

        assertThat(arrived.join()).isEqualTo(Content.hash(up));
        assertThat(client.hashToEnd()).isEqualTo(Content.hash(down));
        assertThat(bench.codes(1)).containsExactly("--");
    }

    @RepeatedTest(8)
    void forwardsTheBackendsEndAndKeepsTheOtherDirection() throws Exception {
        byte[] up = Content.random(5, 4 * MIB);
        byte[] down = Content.random(6, MIB);
        CompletableFuture<String> arrived = new CompletableFuture<>();
        RelayBench bench = before(peer -> {
            sendAndFinish(peer, down);
            arrived.complete(peer.hashToEnd());
        });

        Peer client = scene.client(bench.address());
        CompletableFuture<Boolean> sending = Scene.async(() -> {
            client.send(up, 2 * MIB);
            return true;
        });
        assertThat(client.hashToEnd()).isEqualTo(Content.hash(down));
        sending.join();
        client.socket().getOutputStream().write(up, 2 * MIB, 2 * MIB);
        client.finish();

        assertThat(arrived.join()).isEqualTo(Content.hash(up));
        assertThat(bench.codes(1)).containsExactly("--");
    }

    @Test
    void repliesAfterTheEndOfTheRequestToASlowReader() throws Exception {
        byte[] reply = Content.random(7, 16 * MIB);
        ScriptedBackend backend = scene.backend(Script.sinkThenReply(reply));
        RelayBench bench = before(backend);
        Socket small = new Socket();
        small.setReceiveBufferSize(SMALL_BUFFER);

        Peer client = scene.client(small, bench.address());
        client.send("request");
        client.finish();
        awaitStall(backend);

        assertThat(client.hashToEnd()).isEqualTo(Content.hash(reply));
        assertThat(bench.codes(1)).containsExactly("--");
    }

    @RepeatedTest(8)
    void deliversWhatTheBackendSentBeforeItsResetAndThenTheReset() throws Exception {
        byte[] sent = Content.random(8, 200 * 1024);
        RelayBench bench = before(peer -> {
            peer.send(sent);
            peer.awaitDelivery();
            peer.reset();
        });

        Peer client = scene.client(bench.address());

        assertThat(client.readExactly(sent.length)).isEqualTo(sent);
        assertThat(client.ending()).isEqualTo(Ending.RESET);
        assertThat(bench.codes(1)).containsExactly("SD");
    }

    @RepeatedTest(8)
    void deliversWhatTheClientSentBeforeItsResetAndThenTheReset() throws Exception {
        byte[] sent = Content.random(9, 200 * 1024);
        CompletableFuture<byte[]> arrived = new CompletableFuture<>();
        CompletableFuture<Ending> ending = new CompletableFuture<>();
        RelayBench bench = before(peer -> {
            arrived.complete(peer.readExactly(sent.length));
            ending.complete(peer.ending());
        });

        Peer client = scene.client(bench.address());
        client.send(sent);
        client.awaitDelivery();
        client.reset();

        assertThat(arrived.join()).isEqualTo(sent);
        assertThat(ending.join()).isEqualTo(Ending.RESET);
        assertThat(bench.codes(1)).containsExactly("CD");
    }

    @Test
    void deliversToASlowReaderWhatWasSentBeforeAReset() throws Exception {
        CountDownLatch wasReset = new CountDownLatch(1);
        byte[] sent = Content.random(10, 512 * 1024);
        ServerSocket small = new ServerSocket();
        small.setReceiveBufferSize(SMALL_BUFFER);
        CompletableFuture<byte[]> arrived = new CompletableFuture<>();
        CompletableFuture<Ending> ending = new CompletableFuture<>();
        RelayBench bench = before(scene.backend(small, peer -> {
            Eventually.calling(() -> {
                wasReset.await();
                return true;
            });
            arrived.complete(peer.readExactly(sent.length));
            ending.complete(peer.ending());
        }));

        Peer client = scene.client(bench.address());
        client.send(sent);
        client.awaitDelivery();
        client.reset();
        wasReset.countDown();

        assertThat(arrived.join()).isEqualTo(sent);
        assertThat(ending.join()).isEqualTo(Ending.RESET);
        assertThat(bench.codes(1)).containsExactly("CD");
    }

    @Test
    void neverTurnsAResetIntoAnEnd() throws Exception {
        RelayBench bench = before(peer -> {
            byte[] piece = new byte[64 * 1024];
            for (int i = 0; i < 16; i++) {
                peer.send(piece);
            }
            peer.reset();
        });

        for (int i = 0; i < 50; i++) {
            try (Peer client = Peer.connect(bench.address())) {
                assertThat(client.ending()).as("session " + i).isEqualTo(Ending.RESET);
            }
        }
        assertThat(bench.codes(50)).containsOnly("SD");
    }

    @Test
    void endsTheSessionOfAClientThatResetsAfterItsEnd() throws Exception {
        ScriptedBackend backend = scene.backend(peer -> {
            peer.readToEnd();
            peer.awaitClose();
        });
        RelayBench bench = before(backend);

        for (int i = 0; i < 1000; i++) {
            Peer client = scene.client(bench.address());
            client.send("x");
            client.finish();
            int number = i;
            Eventually.isTrue("end of " + i, () -> backend.peer(number).received() == 1);
            client.reset();
        }

        Eventually.equal("active sessions", 0, bench.stats()::active);
        assertThat(bench.codes(1000)).containsOnly("CD");
    }

    @Test
    void endsTheSessionOfABackendThatResetsAfterItsEnd() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        RelayBench bench = before(peer -> {
            peer.send("bye");
            peer.finish();
            Eventually.calling(() -> {
                seen.await();
                return true;
            });
            peer.reset();
        });

        Peer client = scene.client(bench.address());
        assertThat(client.readAll()).hasSize(3);
        seen.countDown();

        assertThat(bench.codes(1)).containsExactly("SD");
    }

    @Test
    void keepsEverythingForAReaderThatPauses() throws Exception {
        byte[] sent = Content.random(11, 32 * MIB);
        ScriptedBackend backend = scene.backend(Script.source(sent));
        RelayBench bench = before(backend);

        Peer client = scene.client(bench.address());
        client.readExactly(100_000);
        awaitStall(backend);
        assertThat(backend.sent()).as("sent while nobody reads").isLessThan(sent.length);

        assertThat(client.readToEnd()).isEqualTo(sent.length - 100_000L);
        client.close();
        assertThat(bench.codes(1)).containsExactly("--");
    }

    @Test
    void deliversTheTailOfABackendThatClosesAtOnce() throws Exception {
        byte[] sent = Content.random(12, 256 * 1024);
        ScriptedBackend backend = scene.backend(peer -> peer.send(sent));
        RelayBench bench = before(backend);

        Peer client = scene.client(bench.address());
        Eventually.isTrue(
                "the backend has closed", () -> backend.peer(0).socket().isClosed());

        assertThat(client.hashToEnd()).isEqualTo(Content.hash(sent));
        client.close();
        assertThat(bench.codes(1)).containsExactly("--");
    }

    @Test
    void movesSingleBytesAtOnce() throws Exception {
        RelayBench bench = before(Script.echo());
        Peer client = scene.client(bench.address());
        long start = System.nanoTime();

        for (int i = 0; i < 200; i++) {
            client.send("a");
            client.send("b");
            assertThat(client.readText(2)).isEqualTo("ab");
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }

    @RepeatedTest(4)
    void movesAnyChunksThroughAnyBuffers() throws Exception {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        ServerSocket small = new ServerSocket();
        small.setReceiveBufferSize(random.nextInt(2048, 64 * 1024));
        RelayBench bench = before(scene.backend(small, Script.echo()));
        Socket socket = new Socket();
        socket.setReceiveBufferSize(random.nextInt(2048, 64 * 1024));
        socket.setSendBufferSize(random.nextInt(2048, 64 * 1024));
        byte[] content = Content.random(seed, 3 * MIB);

        Peer client = scene.client(socket, bench.address());
        CompletableFuture<Boolean> sending = Scene.async(() -> {
            int sent = 0;
            while (sent < content.length) {
                int count = Math.min(content.length - sent, random.nextInt(1, 40_000));
                client.socket().getOutputStream().write(content, sent, count);
                sent += count;
            }
            client.finish();
            return true;
        });

        assertThat(client.hashToEnd()).as("seed " + seed).isEqualTo(Content.hash(content));
        assertThat(sending.join()).isTrue();
        assertThat(bench.codes(1)).containsExactly("--");
    }

    @Test
    void holdsLittleMemoryForReadersThatStall() throws Exception {
        int readers = 50;
        byte[] sent = new byte[16 * MIB];
        ScriptedBackend backend = scene.backend(Script.source(sent));
        RelayBench bench = before(backend);
        long before = PooledByteBufAllocator.DEFAULT.pinnedDirectMemory();

        List<Peer> clients = new ArrayList<>();
        for (int i = 0; i < readers; i++) {
            Peer client = scene.client(bench.address());
            client.readExactly(SMALL_BUFFER);
            clients.add(client);
        }
        awaitStall(backend);

        long each = (PooledByteBufAllocator.DEFAULT.pinnedDirectMemory() - before) / readers;
        assertThat(each).as("bytes for each reader").isBetween(1L, 200L * 1024);
        for (Peer client : clients) {
            client.reset();
        }
    }

    private static boolean sendAndFinish(Peer peer, byte[] content) throws IOException {
        peer.send(content);
        peer.finish();
        return true;
    }

    /** Waits until a backend's sending does not get on any more. */
    private static void awaitStall(ScriptedBackend backend) {
        long before;
        do {
            before = queued(backend);
        } while (!stays(backend, before));
    }

    private static boolean stays(ScriptedBackend backend, long before) {
        return Eventually.staysTrue(Duration.ofMillis(100), () -> queued(backend) == before);
    }

    private static long queued(ScriptedBackend backend) {
        return SocketTable.rows()
                .filter(row -> row.localPort() == backend.port())
                .mapToLong(SocketTable.Row::queued)
                .sum();
    }
}
