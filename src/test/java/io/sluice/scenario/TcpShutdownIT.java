package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.TerminationCode;
import io.sluice.net.Worker;
import io.sluice.testing.Blackhole;
import io.sluice.testing.Content;
import io.sluice.testing.Eventually;
import io.sluice.testing.Peer;
import io.sluice.testing.Peer.Ending;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import io.sluice.testing.Sluice;
import io.sluice.testing.SocketTable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Traps 55 and 58: what becomes of clients when the daemon stops. */
class TcpShutdownIT {

    private static final int SMALL = 4 * 1024;

    @RegisterExtension
    final Scene scene = new Scene();

    @Test
    void cutsThousandsOfSessionsAtOnce() throws Exception {
        int sessions = 4000; // four descriptors each in this process, of 20 000
        ScriptedBackend backend = scene.backend(Script.deaf());
        Sluice sluice = scene.sluice(backend);
        List<Peer> clients = new ArrayList<>();
        for (int i = 0; i < sessions; i++) {
            clients.add(scene.client(sluice.address()));
        }
        Eventually.equal("connections", sessions, backend::connections);

        long start = System.nanoTime();
        sluice.drain(Duration.ZERO).join();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        assertThat(sluice.stats().ended().count(TerminationCode.SHUTDOWN)).isEqualTo(sessions);
        assertThat(clients.get(0).ending()).isEqualTo(Ending.FIN);
        assertThat(clients.get(sessions - 1).ending()).isEqualTo(Ending.FIN);
    }

    @Test
    void waitsForSessionsThatEndByThemselves() throws Exception {
        Sluice sluice = scene.sluice(scene.backend(Script.echo()));
        Peer client = scene.client(sluice.address());
        client.send("a");
        client.readText(1);

        CompletableFuture<Void> drained = sluice.drain(Duration.ofSeconds(30));
        Eventually.isTrue("closed to new clients", () -> isRefused(sluice.address()));
        client.send("b");
        assertThat(client.readText(1)).isEqualTo("b");
        assertThat(drained.isDone()).isFalse();
        client.finish();
        assertThat(client.readAll()).isEmpty();

        Eventually.isTrue("drained", drained::isDone);
        assertThat(sluice.record().code()).isEqualTo(TerminationCode.NORMAL);
    }

    @Test
    void resetsASessionThatIsCutWithBytesOnTheirWay() throws Exception {
        ScriptedBackend backend = scene.backend(Script.source(Content.random(1, 32 * 1024 * 1024)));
        Sluice sluice = scene.sluice(backend);
        Socket socket = new Socket();
        socket.setReceiveBufferSize(SMALL);
        Peer client = scene.client(socket, sluice.address());
        client.readExactly(100_000);
        Eventually.isTrue("more is on its way than the client's kernel can take", () -> SocketTable.rows()
                .anyMatch(row -> row.localPort() == sluice.address().getPort()
                        && row.remotePort() == client.localPort()
                        && row.queued() > 10 * SMALL));

        sluice.drain(Duration.ZERO).join();

        assertThat(client.ending()).isEqualTo(Ending.RESET);
        assertThat(sluice.record().code()).isEqualTo(TerminationCode.SHUTDOWN);
    }

    @Test
    void servesClientsThatWereQueuedWhenItStopped() throws Exception {
        Sluice sluice = scene.sluice(scene.backend(Script.naming("x")));
        CountDownLatch busy = new CountDownLatch(1);
        for (Worker worker : sluice.workers().all()) {
            worker.execute(() -> Eventually.calling(() -> busy.await(5, TimeUnit.SECONDS)));
        }
        List<Peer> queued = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            queued.add(scene.client(sluice.address()));
        }

        CompletableFuture<Void> drained = sluice.drain(Duration.ofSeconds(5));
        busy.countDown();

        for (Peer client : queued) {
            assertThat(client.readAll()).hasSize(1);
            client.close();
        }
        drained.join();
        assertThat(sluice.stats().ended().count(TerminationCode.NORMAL)).isEqualTo(200);
    }

    @Test
    void stopsConnectingWhenItIsCut() throws Exception {
        Blackhole silent = scene.closing(new Blackhole());
        Sluice sluice = scene.sluice("""
                listeners:
                  web: { listen: "127.0.0.1:0", protocol: tcp, pool: app }
                pools:
                  app: { connect: { timeout: 30s }, backends: [ "%s" ] }
                """.formatted(silent.address()));
        Peer client = scene.client(sluice.address());
        Eventually.equal("connecting", 1, () -> sluice.backend(0).active());

        sluice.drain(Duration.ZERO).join();

        assertThat(client.readAll()).isEmpty();
        assertThat(sluice.record().code()).isEqualTo(TerminationCode.SHUTDOWN);
        assertThat(sluice.backend(0).active()).isZero();
    }

    private static boolean isRefused(InetSocketAddress address) {
        try (Peer client = Peer.connect(address)) {
            return client.localPort() < 0;
        } catch (IOException e) {
            return true;
        }
    }
}
