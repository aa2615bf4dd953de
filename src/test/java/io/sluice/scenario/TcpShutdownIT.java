package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.TerminationCode;
import io.sluice.testing.Content;
import io.sluice.testing.Eventually;
import io.sluice.testing.Peer;
import io.sluice.testing.Peer.Ending;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import io.sluice.testing.Sluice;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Traps 55 and 58: what becomes of clients when the daemon stops. */
class TcpShutdownIT {

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
        Peer client = scene.client(sluice.address());
        client.readExactly(100_000);

        sluice.drain(Duration.ZERO).join();

        assertThat(client.ending()).isEqualTo(Ending.RESET);
        assertThat(sluice.record().code()).isEqualTo(TerminationCode.SHUTDOWN);
    }

    @RepeatedTest(5)
    void servesOrRefusesClientsThatComeWhileItStops() throws Exception {
        ScriptedBackend backend = scene.backend(Script.naming("x"));
        Sluice sluice = scene.sluice(backend);
        AtomicInteger served = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        List<String> lost = new CopyOnWriteArrayList<>();

        CompletableFuture<?>[] threads = new CompletableFuture<?>[4];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = Scene.async(() -> {
                while (refused.get() < 20) {
                    visit(sluice.address(), served, refused, lost);
                }
                return true;
            });
        }
        Eventually.isTrue("served some", () -> served.get() > 100);
        sluice.drain(Duration.ofSeconds(5)).join();
        CompletableFuture.allOf(threads).join();

        assertThat(lost).isEmpty();
        assertThat(sluice.stats().ended().count(TerminationCode.NORMAL)).isEqualTo(served.get());
    }

    private static void visit(InetSocketAddress address, AtomicInteger served, AtomicInteger refused, List<String> lost)
            throws IOException {
        Peer client;
        try {
            client = Peer.connect(address);
        } catch (ConnectException e) {
            refused.incrementAndGet();
            return;
        }
        try (client) {
            int count = client.readAll().length;
            if (count == 1) {
                served.incrementAndGet();
            } else {
                lost.add("closed without an answer");
            }
        } catch (SocketException e) {
            lost.add(String.valueOf(e.getMessage()));
        }
    }

    private static boolean isRefused(InetSocketAddress address) {
        try (Peer client = Peer.connect(address)) {
            return client.localPort() < 0;
        } catch (IOException e) {
            return true;
        }
    }
}
