package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.TerminationCode;
import io.sluice.stats.QueueEnd;
import io.sluice.stats.QueueStats;
import io.sluice.testing.Eventually;
import io.sluice.testing.Peer;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import io.sluice.testing.Sluice;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two hundred clients before three places: every one is served or has left, and no place is lost or taken twice. */
class TcpQueueStressIT {

    private static final long SEED = 20_261_121;
    private static final int CLIENTS = 200;
    private static final int THREADS = 20;

    @RegisterExtension
    final Scene scene = new Scene();

    private final AtomicInteger served = new AtomicInteger();
    private final AtomicInteger left = new AtomicInteger();

    @Test
    void servesEveryoneWhoStays() throws Exception {
        ScriptedBackend[] backends = new ScriptedBackend[3];
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < backends.length; i++) {
            backends[i] = scene.backend(Script.namingAndHolding("x"));
            list.append("      - { address: \"").append(backends[i].address()).append("\", max_sessions: 1 }\n");
        }
        Sluice sluice = scene.sluice("""
                runtime: { workers: 2 }
                listeners:
                  web: { listen: "127.0.0.1:0", protocol: tcp, pool: app }
                pools:
                  app:
                    queue: { timeout: 30s, max: 1000 }
                    backends:
                """ + list);
        AtomicInteger most = new AtomicInteger();
        AtomicBoolean isDone = new AtomicBoolean();
        CompletableFuture<Boolean> looking = Scene.async(() -> {
            while (!isDone.get()) {
                for (int i = 0; i < backends.length; i++) {
                    most.accumulateAndGet(sluice.backend(i).active(), Math::max);
                }
                LockSupport.parkNanos(100_000);
            }
            return true;
        });

        CompletableFuture<?>[] threads = new CompletableFuture<?>[THREADS];
        for (int i = 0; i < THREADS; i++) {
            SplittableRandom random = new SplittableRandom(SEED + i);
            threads[i] = Scene.async(() -> {
                for (int client = 0; client < CLIENTS / THREADS; client++) {
                    visit(sluice, random);
                }
                return true;
            });
        }
        CompletableFuture.allOf(threads).join();
        isDone.set(true);
        looking.join();

        Eventually.equal("ended", (long) CLIENTS, () -> sluice.stats().ended().sum());
        assertThat(most.get()).as("sessions on one backend").isEqualTo(1);
        assertThat(served.get() + left.get()).isEqualTo(CLIENTS);
        assertThat(served.get()).as("served, seed %d", SEED).isGreaterThan(CLIENTS / 2);
        QueueStats queue = sluice.inventory().pools().get(0).line().stats();
        assertThat(queue.waiting()).isZero();
        assertThat(queue.ended().count(QueueEnd.SERVED) + queue.ended().count(QueueEnd.LEFT))
                .isEqualTo(queue.queuedTotal())
                .isPositive();
        assertThat(sluice.stats().ended().count(TerminationCode.NORMAL)).isGreaterThanOrEqualTo(served.get());
        for (int i = 0; i < backends.length; i++) {
            int backend = i;
            Eventually.equal("active", 0, () -> sluice.backend(backend).active());
        }
    }

    /** Stays until it is served and a little longer, or loses patience within the first milliseconds. */
    private void visit(Sluice sluice, SplittableRandom random) throws IOException {
        boolean isPatient = random.nextInt(4) > 0;
        try (Peer client = Peer.connect(sluice.address())) {
            if (isPatient) {
                assertThat(client.readText(1)).isEqualTo("x");
                served.incrementAndGet();
                LockSupport.parkNanos(random.nextInt(2_000_000));
                return;
            }
            left.incrementAndGet();
            LockSupport.parkNanos(random.nextInt(5_000_000));
            if (random.nextBoolean()) {
                client.reset();
            }
        }
    }
}
