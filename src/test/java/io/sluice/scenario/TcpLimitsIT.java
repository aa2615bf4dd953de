package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Refusal;
import io.sluice.model.TerminationCode;
import io.sluice.testing.Eventually;
import io.sluice.testing.Peer;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import io.sluice.testing.Sluice;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Case D19: who is let in, and how many. */
class TcpLimitsIT {

    private static final String LIMITED = """
            listeners:
              web: { listen: "127.0.0.1:0", protocol: tcp, pool: app, max_sessions: %d }
            pools:
              app: { backends: [ { address: "%s", max_sessions: %d } ] }
            """;

    @RegisterExtension
    final Scene scene = new Scene();

    @Test
    void servesAsManyAsTheListenerMayHoldAndGivesAFreedPlaceAtOnce() throws Exception {
        ScriptedBackend backend = scene.backend(Script.namingAndHolding("x"));
        Sluice sluice = scene.sluice(LIMITED.formatted(10, backend.address(), 0));

        List<Peer> served = hold(sluice, 10);
        for (int i = 0; i < 5; i++) {
            assertThat(scene.client(sluice.address()).readAll()).isEmpty();
        }

        assertThat(sluice.stats().refused().count(Refusal.LISTENER_FULL)).isEqualTo(5);
        assertThat(sluice.stats().ended().count(TerminationCode.REFUSED)).isEqualTo(5);
        served.get(0).close();
        Eventually.equal("active", 9, () -> sluice.stats().active());
        assertThat(scene.client(sluice.address()).readText(1)).isEqualTo("x");
        assertThat(sluice.stats().active()).isEqualTo(10);
    }

    @Test
    void servesAsManyAsTheProcessMayHold() throws Exception {
        ScriptedBackend backend = scene.backend(Script.namingAndHolding("x"));
        Sluice sluice = scene.sluice(Sluice.before(backend), 3);

        hold(sluice, 3);

        assertThat(scene.client(sluice.address()).readAll()).isEmpty();
        assertThat(sluice.stats().refused().count(Refusal.PROCESS_FULL)).isEqualTo(1);
    }

    private List<Peer> hold(Sluice sluice, int count) throws IOException {
        List<Peer> held = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Peer client = scene.client(sluice.address());
            assertThat(client.readText(1)).isEqualTo("x");
            held.add(client);
        }
        return held;
    }

    @Test
    void neverExceedsTheListenersLimitUnderFourThreads() throws Exception {
        ScriptedBackend backend = scene.backend(Script.namingAndHolding("x"));
        Sluice sluice = scene.sluice(LIMITED.formatted(3, backend.address(), 0));

        Outcome outcome = hammer(sluice, () -> sluice.stats().active());

        assertThat(outcome.most).isBetween(1, 3);
        assertThat(outcome.served).isPositive();
        assertThat(outcome.refused).isPositive();
        Eventually.equal("ended", 600L, () -> sluice.stats().ended().sum());
        assertThat(sluice.stats().refused().count(Refusal.LISTENER_FULL)).isEqualTo(outcome.refused);
    }

    @Test
    void neverExceedsABackendsLimitUnderFourThreads() throws Exception {
        ScriptedBackend backend = scene.backend(Script.namingAndHolding("x"));
        Sluice sluice = scene.sluice(LIMITED.formatted(0, backend.address(), 3));

        Outcome outcome = hammer(sluice, () -> sluice.backend(0).active());

        assertThat(outcome.most).isBetween(1, 3);
        assertThat(outcome.served).isPositive();
        assertThat(outcome.refused).isPositive();
        Eventually.equal("ended", 600L, () -> sluice.stats().ended().sum());
        assertThat(sluice.stats().refused().count(Refusal.BACKENDS_FULL)).isEqualTo(outcome.refused);
    }

    private record Outcome(int most, int served, int refused) {}

    /** Four threads, each with two clients at a time, 600 clients in all; meanwhile a fifth looks at the gauge. */
    private static Outcome hammer(Sluice sluice, IntSupplier gauge) {
        AtomicInteger served = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Boolean> looking = Scene.async(() -> {
            while (!done.get()) {
                most.accumulateAndGet(gauge.getAsInt(), Math::max);
                Thread.onSpinWait();
            }
            return true;
        });
        CompletableFuture<?>[] threads = new CompletableFuture<?>[4];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = Scene.async(() -> {
                for (int pair = 0; pair < 75; pair++) {
                    try (Peer one = Peer.connect(sluice.address());
                            Peer two = Peer.connect(sluice.address())) {
                        count(one, served, refused);
                        count(two, served, refused);
                    }
                }
                return true;
            });
        }
        CompletableFuture.allOf(threads).join();
        done.set(true);
        looking.join();
        return new Outcome(most.get(), served.get(), refused.get());
    }

    private static void count(Peer client, AtomicInteger served, AtomicInteger refused) throws IOException {
        int count = client.read(new byte[1]);
        (count == 1 ? served : refused).incrementAndGet();
    }

    @Test
    void letsInOnlyWhomTheListsAdmit() throws Exception {
        ScriptedBackend backend = scene.backend(Script.naming("x"));
        Sluice sluice = scene.sluice("""
                listeners:
                  web:
                    listen: "127.0.0.1:0"
                    protocol: tcp
                    pool: app
                    allow: [ 127.0.0.0/24, 10.0.0.0/8 ]
                    deny: [ 127.0.0.2 ]
                pools:
                  app: { backends: [ "%s" ] }
                """.formatted(backend.address()));

        assertThat(from("127.0.0.1", sluice)).isEqualTo(1);
        assertThat(from("127.0.0.2", sluice)).isZero();
        assertThat(from("127.0.1.1", sluice)).isZero();
        assertThat(from("127.0.0.3", sluice)).isEqualTo(1);

        assertThat(sluice.stats().refused().count(Refusal.DENIED)).isEqualTo(2);
        assertThat(backend.connections()).isEqualTo(2);
    }

    private static int from(String source, Sluice sluice) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(source, 0));
        try (Peer client = Peer.connect(socket, sluice.address())) {
            return client.readAll().length;
        }
    }

    @Test
    void refusesAClientThatHasSentBytesAlready() throws Exception {
        ScriptedBackend backend = scene.backend(Script.naming("x"));
        Sluice sluice = scene.sluice("""
                listeners:
                  web: { listen: "127.0.0.1:0", protocol: tcp, pool: app, deny: [ 127.0.0.0/8 ] }
                pools:
                  app: { backends: [ "%s" ] }
                """.formatted(backend.address()));

        for (int i = 0; i < 200; i++) {
            assertThat(request(sluice)).isZero();
        }

        Eventually.equal("refused", 200L, () -> sluice.stats().ended().count(TerminationCode.REFUSED));
        assertThat(backend.connections()).isZero();
    }

    /** How many bytes came back. */
    private static long request(Sluice sluice) throws IOException {
        try (Peer client = Peer.connect(sluice.address())) {
            client.send("GET / HTTP/1.0\r\n\r\n");
            return client.readToEnd();
        } catch (SocketException e) {
            return 0; // the refusal was faster than the request, or met it unread
        }
    }
}
