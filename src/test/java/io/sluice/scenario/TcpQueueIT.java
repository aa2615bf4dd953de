package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.BackendState;
import io.sluice.model.Refusal;
import io.sluice.model.TerminationCode;
import io.sluice.stats.QueueEnd;
import io.sluice.stats.QueueStats;
import io.sluice.stats.SessionRecord;
import io.sluice.testing.ClosedPort;
import io.sluice.testing.Eventually;
import io.sluice.testing.Peer;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import io.sluice.testing.Sluice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sessions that wait for a place on a backend: in order, bounded, and each told why when it waited in vain. */
class TcpQueueIT {

    private static final String QUEUED = """
            listeners:
              web: { listen: "127.0.0.1:0", protocol: tcp, pool: app }
            pools:
              app:
                backends: [ { address: "%s", max_sessions: 1 } ]
                queue: { timeout: %s, max: %d }
            """;

    @RegisterExtension
    final Scene scene = new Scene();

    @Test
    void servesOneClientPerTurnInTheOrderOfTheirComing() throws Exception {
        ScriptedBackend backend = scene.backend(Script.namingAndHolding("x"));
        Sluice sluice = scene.sluice(QUEUED.formatted(backend.address(), "30s", 100));
        Peer served = holder(sluice);
        List<Peer> waiting = waiting(sluice, 20);

        while (!waiting.isEmpty()) {
            served.close();
            served = waiting.remove(0);
            assertThat(served.readText(1)).isEqualTo("x");
            assertThat(queue(sluice).waiting()).isEqualTo(waiting.size());
            assertThat(sluice.backend(0).active()).isEqualTo(1);
        }

        assertThat(queue(sluice).ended().count(QueueEnd.SERVED)).isEqualTo(20);
        assertThat(queue(sluice).queuedTotal()).isEqualTo(20);
        assertThat(backend.connections()).isEqualTo(21);
    }

    @Test
    void passesOverClientsThatLeft() throws Exception {
        ScriptedBackend backend = scene.backend(Script.namingAndHolding("x"));
        Sluice sluice = scene.sluice(QUEUED.formatted(backend.address(), "30s", 100));
        Peer holder = holder(sluice);
        List<Peer> waiting = waiting(sluice, 4);

        waiting.get(0).reset();
        waiting.get(1).close();
        Eventually.equal("waiting", 2, () -> queue(sluice).waiting());
        holder.close();

        assertThat(waiting.get(2).readText(1)).isEqualTo("x");
        Eventually.equal("left", 2L, () -> ended(sluice, TerminationCode.CLIENT_LEFT_QUEUE));
        SessionRecord record = sluice.records().get(0);
        assertThat(record.code()).isEqualTo(TerminationCode.CLIENT_LEFT_QUEUE);
        assertThat(record.reason()).isEqualTo("the client left while it waited for a place on a backend");
        assertThat(record.backend()).isNull();
        assertThat(record.pool()).isEqualTo("app");
        assertThat(record.attempts()).isZero();
        assertThat(queue(sluice).ended().count(QueueEnd.LEFT)).isEqualTo(2);
    }

    @Test
    void endsASessionThatHasWaitedTooLong() throws Exception {
        ScriptedBackend backend = scene.backend(Script.namingAndHolding("x"));
        Sluice sluice = scene.sluice(QUEUED.formatted(backend.address(), "300ms", 100));
        Peer holder = holder(sluice);

        assertThat(scene.client(sluice.address()).readAll()).isEmpty();

        SessionRecord record = sluice.record();
        assertThat(record.code()).isEqualTo(TerminationCode.QUEUE_TIMEOUT);
        assertThat(record.reason()).isEqualTo("waited too long for a place on a backend");
        assertThat(record.durationNanos()).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(300));
        assertThat(queue(sluice).ended().count(QueueEnd.TIMEOUT)).isEqualTo(1);
        assertThat(queue(sluice).waiting()).isZero();
        holder.close();
        assertThat(scene.client(sluice.address()).readText(1)).isEqualTo("x");
    }

    @Test
    void refusesWhoComesToAFullQueue() throws Exception {
        ScriptedBackend backend = scene.backend(Script.namingAndHolding("x"));
        Sluice sluice = scene.sluice(QUEUED.formatted(backend.address(), "30s", 2));
        holder(sluice);
        waiting(sluice, 2);

        assertThat(scene.client(sluice.address()).readAll()).isEmpty();

        SessionRecord record = sluice.record();
        assertThat(record.code()).isEqualTo(TerminationCode.REFUSED);
        assertThat(record.reason()).isEqualTo(Refusal.QUEUE_FULL.words());
        assertThat(sluice.stats().refused().count(Refusal.QUEUE_FULL)).isEqualTo(1);
        assertThat(queue(sluice).ended().count(QueueEnd.FULL)).isEqualTo(1);
        assertThat(queue(sluice).ended().count(QueueEnd.LEFT)).isZero();
        assertThat(queue(sluice).waiting()).isEqualTo(2);
    }

    @Test
    void keepsWhatAWaitingClientSentThoughItHasEnded() throws Exception {
        ScriptedBackend backend = scene.backend(Script.echo());
        Sluice sluice = scene.sluice(QUEUED.formatted(backend.address(), "30s", 100));
        Peer holder = scene.client(sluice.address());
        Eventually.equal("active", 1, () -> sluice.backend(0).active());
        Peer open = scene.client(sluice.address());
        Eventually.equal("waiting", 1, () -> queue(sluice).waiting());
        Peer ended = scene.client(sluice.address());
        open.send("first");
        ended.send("second");
        ended.finish();
        Eventually.equal("waiting", 2, () -> queue(sluice).waiting());
        assertThat(Eventually.staysTrue(
                        Duration.ofMillis(700), () -> queue(sluice).waiting() == 2))
                .as("a complete request goes on waiting")
                .isTrue();

        holder.close();
        assertThat(open.readText(5)).isEqualTo("first");
        open.close();

        assertThat(new String(ended.readAll(), StandardCharsets.UTF_8)).isEqualTo("second");
    }

    @Test
    void takesAClientThatEndsWithoutAByteForGoneAfterHalfASecond() throws Exception {
        ScriptedBackend backend = scene.backend(Script.namingAndHolding("x"));
        Sluice sluice = scene.sluice(QUEUED.formatted(backend.address(), "30s", 100));
        holder(sluice);
        Peer waiting = waiting(sluice, 1).get(0);

        waiting.finish();

        assertThat(waiting.readAll()).isEmpty();
        assertThat(sluice.record().code()).isEqualTo(TerminationCode.CLIENT_LEFT_QUEUE);
    }

    @Test
    void servesThoseWhoWaitWhileDrainingAndCutsTheRest() throws Exception {
        ScriptedBackend backend = scene.backend(Script.namingAndHolding("x"));
        Sluice sluice = scene.sluice(QUEUED.formatted(backend.address(), "30s", 100));
        Peer holder = holder(sluice);
        List<Peer> waiting = waiting(sluice, 3);

        CompletableFuture<Void> drained = sluice.drain(Duration.ofSeconds(2));
        holder.close();
        assertThat(waiting.get(0).readText(1)).isEqualTo("x");
        drained.join();

        assertThat(waiting.get(1).readAll()).isEmpty();
        assertThat(waiting.get(2).readAll()).isEmpty();
        assertThat(ended(sluice, TerminationCode.SHUTDOWN)).isEqualTo(3);
        assertThat(queue(sluice).ended().count(QueueEnd.CUT)
                        + queue(sluice).ended().count(QueueEnd.SERVED))
                .isEqualTo(3);
        assertThat(queue(sluice).waiting()).isZero();
    }

    @Test
    void waitsAlsoAfterAFailedConnectWhenTheOthersAreFull() throws Exception {
        ScriptedBackend backend = scene.backend(Script.namingAndHolding("x"));
        Sluice sluice = scene.sluice("""
                listeners:
                  web: { listen: "127.0.0.1:0", protocol: tcp, pool: app }
                pools:
                  app:
                    scheduler: first
                    backends: [ { address: "%s", max_sessions: 1 }, { address: "%s", max_sessions: 1 } ]
                    queue: { timeout: 30s, max: 10 }
                """.formatted(backend.address(), ClosedPort.address()));
        Peer holder = holder(sluice);
        List<Peer> waiting = waiting(sluice, 3);
        assertThat(sluice.backend(1).active())
                .as("the place of a failed attempt")
                .isZero();

        for (Peer each : waiting) {
            holder.close();
            assertThat(each.readText(1)).isEqualTo("x");
            holder = each;
        }
        holder.close();

        Eventually.equal("records", 4, () -> sluice.records().size());
        assertThat(sluice.records()).extracting(SessionRecord::attempts).containsExactly(1, 2, 2, 2);
        assertThat(sluice.records()).extracting(SessionRecord::code).containsOnly(TerminationCode.NORMAL);
    }

    @Test
    void waitsForTheFallbackOfAPoolWithoutCandidates() throws Exception {
        ScriptedBackend backend = scene.backend(Script.namingAndHolding("x"));
        Sluice sluice = scene.sluice("""
                listeners:
                  web: { listen: "127.0.0.1:0", protocol: tcp, pool: app }
                pools:
                  app: { backends: [ { address: "127.0.0.1:9", state: disabled } ], fallback: "pool:spare" }
                  spare:
                    backends: [ { address: "%s", max_sessions: 1 } ]
                    queue: { timeout: 30s, max: 10 }
                """.formatted(backend.address()));
        QueueStats spare = sluice.inventory().pools().get(1).line().stats();
        Peer holder = holder(sluice);
        Peer waiting = scene.client(sluice.address());
        Eventually.equal("waiting", 1, spare::waiting);

        holder.close();

        assertThat(waiting.readText(1)).isEqualTo("x");
    }

    @Test
    void sendsWhoWaitsAwayWhenTheLastBackendIsDisabled() throws Exception {
        ScriptedBackend backend = scene.backend(Script.namingAndHolding("x"));
        Sluice sluice = scene.sluice(QUEUED.formatted(backend.address(), "30s", 100));
        holder(sluice);
        List<Peer> waiting = waiting(sluice, 3);

        sluice.state("app", sluice.backends().get(0).name(), BackendState.DISABLED);

        for (Peer each : waiting) {
            assertThat(each.readAll()).isEmpty();
        }
        Eventually.equal("refused", 3L, () -> sluice.stats().refused().count(Refusal.NO_BACKEND));
        assertThat(queue(sluice).ended().count(QueueEnd.MOVED)).isEqualTo(3);
        assertThat(queue(sluice).waiting()).isZero();
        assertThat(queue(sluice).waitedNanos()).isPositive();
        assertThat(queue(sluice).waitedTotal()).isEqualTo(3);
    }

    /** What a waiting client sends stays in the kernel, whole and in order, until there is a backend. */
    @Test
    void deliversAllThatAWaitingClientSent() throws Exception {
        ScriptedBackend backend = scene.backend(Script.echo());
        Sluice sluice = scene.sluice(QUEUED.formatted(backend.address(), "30s", 100));
        Peer holder = scene.client(sluice.address());
        Eventually.equal("active", 1, () -> sluice.backend(0).active());
        Peer waiting = scene.client(sluice.address());
        Eventually.equal("waiting", 1, () -> queue(sluice).waiting());
        byte[] much = new byte[10 << 20];
        new SplittableRandom(1).nextBytes(much);

        CompletableFuture<Boolean> sending = Scene.async(() -> {
            waiting.send(much);
            waiting.finish();
            return true;
        });
        assertThat(Eventually.staysTrue(Duration.ofMillis(300), () -> !sending.isDone()))
                .as("not taken in")
                .isTrue();
        holder.close();

        assertThat(waiting.readExactly(much.length)).isEqualTo(much);
        assertThat(sending.join()).isTrue();
    }

    private Peer holder(Sluice sluice) throws IOException {
        Peer holder = scene.client(sluice.address());
        assertThat(holder.readText(1)).isEqualTo("x");
        return holder;
    }

    /** Clients that wait, in this order. */
    private List<Peer> waiting(Sluice sluice, int count) throws IOException {
        List<Peer> waiting = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            waiting.add(scene.client(sluice.address()));
            Eventually.equal("waiting", i, () -> queue(sluice).waiting());
        }
        return waiting;
    }

    private static long ended(Sluice sluice, TerminationCode code) {
        return sluice.stats().ended().count(code);
    }

    private static QueueStats queue(Sluice sluice) {
        return sluice.inventory().pools().get(0).line().stats();
    }
}
