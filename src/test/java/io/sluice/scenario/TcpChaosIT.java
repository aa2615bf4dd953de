package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.TerminationCode;
import io.sluice.testing.ClosedPort;
import io.sluice.testing.Eventually;
import io.sluice.testing.Peer;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.Sluice;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Both sides do anything in any order, for a while: no session may be lost, stuck or counted twice. */
class TcpChaosIT {

    private static final int THREADS = 6;
    private static final Duration TIME = Duration.ofSeconds(2);

    @RegisterExtension
    final Scene scene = new Scene();

    @Test
    void survivesWhateverBothSidesDo() throws Exception {
        long seed = System.nanoTime();
        SplittableRandom seeds = new SplittableRandom(seed);
        Script wild = peer -> behave(peer, split(seeds));
        Sluice sluice = scene.sluice("""
                listeners:
                  web: { listen: "127.0.0.1:0", protocol: tcp, pool: app, max_sessions: 5 }
                pools:
                  app:
                    scheduler: random
                    backends: [ "%s", "%s", "%s" ]
                """.formatted(
                scene.backend(wild).address(), scene.backend(Script.closing()).address(), ClosedPort.address()));

        CompletableFuture<?>[] threads = new CompletableFuture<?>[THREADS];
        for (int i = 0; i < THREADS; i++) {
            SplittableRandom random = split(seeds);
            threads[i] = Scene.async(() -> visitAllTheTime(sluice.address(), random));
        }
        CompletableFuture.allOf(threads).join();

        Eventually.isTrue(
                "all end; seed " + seed,
                () -> sluice.stats().ended().sum() == sluice.stats().acceptedTotal());
        assertThat(sluice.stats().active()).as("seed " + seed).isZero();
        assertThat(sluice.stats().ended().count(TerminationCode.NORMAL)).isPositive();
        assertThat(sluice.stats().ended().count(TerminationCode.BACKEND_RESET)).isPositive();
        assertThat(sluice.stats().ended().count(TerminationCode.CLIENT_RESET)).isPositive();
    }

    private static SplittableRandom split(SplittableRandom seeds) {
        synchronized (seeds) {
            return seeds.split();
        }
    }

    private static int visitAllTheTime(InetSocketAddress address, SplittableRandom random) throws IOException {
        int resets = 0;
        long deadline = System.nanoTime() + TIME.toNanos();
        while (System.nanoTime() < deadline) {
            try (Peer client = Peer.connect(address)) {
                behave(client, random);
            } catch (SocketException e) {
                resets++; // before the client could do anything
            }
        }
        return resets;
    }

    /** A few random steps; the last one is a close with whatever is unread. */
    private static void behave(Peer peer, SplittableRandom random) throws IOException {
        peer.socket().setSoTimeout(5);
        boolean finished = false;
        for (int steps = random.nextInt(8); steps > 0; steps--) {
            try {
                switch (random.nextInt(finished ? 2 : 6)) {
                    case 0 -> {
                        int unused = peer.read(new byte[1 + random.nextInt(100_000)]);
                    }
                    case 1 -> {
                        if (random.nextInt(4) == 0) {
                            peer.reset();
                            return;
                        }
                    }
                    case 2 -> {
                        peer.finish();
                        finished = true;
                    }
                    default -> peer.send(new byte[1 + random.nextInt(100_000)]);
                }
            } catch (IOException e) {
                finished = true; // late, or the other side has gone: from here on it only reads
            }
        }
    }
}
