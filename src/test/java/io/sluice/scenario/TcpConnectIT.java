package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.ConnectFailure;
import io.sluice.model.Refusal;
import io.sluice.model.TerminationCode;
import io.sluice.stats.SessionRecord;
import io.sluice.testing.Blackhole;
import io.sluice.testing.ClosedPort;
import io.sluice.testing.Content;
import io.sluice.testing.Eventually;
import io.sluice.testing.Peer;
import io.sluice.testing.Peer.Ending;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import io.sluice.testing.Sluice;
import io.sluice.testing.SocketTable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cases D13 to D18: finding a backend, and what the client's bytes and ends mean meanwhile. */
class TcpConnectIT {

    private static final String TWO_BACKENDS = """
            listeners:
              web: { listen: "127.0.0.1:0", protocol: tcp, pool: app }
            pools:
              app:
                scheduler: rr
                connect: { timeout: %s, attempts: 3 }
                backends: [ "%s", "%s" ]
            """;

    @RegisterExtension
    final Scene scene = new Scene();

    @Test
    void goesOnToTheNextBackendWhenOneRefuses() throws Exception {
        ScriptedBackend alive = scene.backend(Script.naming("b2"));
        String closed = ClosedPort.address();
        Sluice sluice = scene.sluice(TWO_BACKENDS.formatted("5s", closed, alive.address()));

        for (int i = 0; i < 100; i++) {
            long start = System.nanoTime();
            try (Peer client = Peer.connect(sluice.address())) {
                assertThat(client.readAll()).hasSize(2);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(300));
        }

        Eventually.equal("normal ends", 100L, () -> sluice.stats().ended().count(TerminationCode.NORMAL));
        assertThat(alive.connections()).isEqualTo(100);
        assertThat(sluice.backend(0).connectFailures().count(ConnectFailure.REFUSED))
                .isBetween(99L, 100L);
        assertThat(sluice.backend(0).total()).isZero();
        assertThat(sluice.backend(1).total()).isEqualTo(100);
    }

    @Test
    void keepsEarlyBytesForTheBackendThatAnswers() throws Exception {
        Blackhole silent = scene.closing(new Blackhole());
        ScriptedBackend alive = scene.backend(Script.echo());
        Sluice sluice = scene.sluice(TWO_BACKENDS.formatted("300ms", silent.address(), alive.address()));

        for (int i = 0; i < 2; i++) {
            Peer client = scene.client(sluice.address());
            client.send("hello");
            assertThat(client.readText(5)).isEqualTo("hello");
            client.finish();
            assertThat(client.readAll()).isEmpty();
        }

        Eventually.isTrue("two records", () -> sluice.records().size() == 2);
        SessionRecord late = second(sluice);
        assertThat(late.attempts()).isEqualTo(2);
        assertThat(late.durationNanos()).isBetween(300_000_000L, 1_500_000_000L);
        assertThat(late.backend()).isEqualTo(alive.address());
        assertThat(sluice.backend(0).connectFailures().count(ConnectFailure.TIMEOUT))
                .isBetween(1L, 2L);
    }

    @Test
    void keepsAnEarlyRequestWithItsEndForTheBackendThatAnswers() throws Exception {
        Blackhole silent = scene.closing(new Blackhole());
        byte[] request = Content.random(1, 200_000);
        ScriptedBackend alive = scene.backend(Script.echo());
        Sluice sluice = scene.sluice(TWO_BACKENDS.formatted("300ms", silent.address(), alive.address()));

        for (int i = 0; i < 2; i++) {
            Peer client = scene.client(sluice.address());
            client.send(request);
            client.finish();
            assertThat(client.readAll()).isEqualTo(request);
        }

        Eventually.isTrue("two records", () -> sluice.records().size() == 2);
        assertThat(second(sluice).attempts()).isEqualTo(2);
        assertThat(sluice.records()).allMatch(record -> record.code() == TerminationCode.NORMAL);
        assertThat(sluice.records()).allMatch(record -> record.bytesIn() == request.length);
    }

    private static SessionRecord second(Sluice sluice) {
        return sluice.records().stream()
                .max(Comparator.comparingInt(SessionRecord::attempts))
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void closesWhenNobodyAnswers(int backends) throws Exception {
        List<String> closed = new ArrayList<>();
        for (int i = 0; i < backends; i++) {
            closed.add('"' + ClosedPort.address() + '"');
        }
        Sluice sluice = scene.sluice("""
                listeners:
                  web: { listen: "127.0.0.1:0", protocol: tcp, pool: app }
                pools:
                  app: { scheduler: rr, backends: [ %s ] }
                """.formatted(String.join(", ", closed)));

        Peer client = scene.client(sluice.address());
        long start = System.nanoTime();

        assertThat(client.readAll()).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        assertThat(sluice.record().code()).isEqualTo(TerminationCode.CONNECT_FAILED);
        assertThat(sluice.record().attempts()).isEqualTo(Math.min(3, backends));
        assertThat(sluice.record().connectNanos()).isNegative();
    }

    @Test
    void givesUpOnABackendThatNeverAnswers() throws Exception {
        Blackhole silent = scene.closing(new Blackhole());
        Sluice sluice = scene.sluice(before(silent, "300ms"));

        Peer client = scene.client(sluice.address());
        long start = System.nanoTime();

        assertThat(client.readAll()).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(250), Duration.ofMillis(1500));
        assertThat(sluice.record().code()).isEqualTo(TerminationCode.CONNECT_TIMEOUT);
        Eventually.equal("SYN_SENT", 0L, () -> SocketTable.count(SocketTable.SYN_SENT, silent.port()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void stopsConnectingForAClientThatLeaves(boolean reset) throws Exception {
        Blackhole silent = scene.closing(new Blackhole());
        Sluice sluice = scene.sluice(before(silent, "30s"));
        long before = SocketTable.count(SocketTable.SYN_SENT, silent.port());

        Peer client = scene.client(sluice.address());
        Eventually.isTrue("connecting", () -> SocketTable.count(SocketTable.SYN_SENT, silent.port()) > before);
        assertThat(sluice.backend(0).active()).isEqualTo(1);
        if (reset) {
            client.reset();
        } else {
            client.close();
        }

        Eventually.isTrueWithin(
                Duration.ofSeconds(1), "ended", () -> !sluice.records().isEmpty());
        assertThat(sluice.record().code()).isEqualTo(TerminationCode.CLIENT_LEFT_CONNECTING);
        Eventually.isTrueWithin(
                Duration.ofMillis(500),
                "the attempt is gone",
                () -> SocketTable.count(SocketTable.SYN_SENT, silent.port()) == before);
        assertThat(sluice.backend(0).active()).isZero();
    }

    @Test
    void servesAClientThatEndsAtOnceAndWaitsForAGreeting() throws Exception {
        Sluice sluice = scene.sluice(scene.backend(Script.naming("greeting")));

        for (int i = 0; i < 20; i++) {
            try (Peer client = Peer.connect(sluice.address())) {
                client.finish();
                assertThat(new String(client.readAll(), StandardCharsets.UTF_8)).isEqualTo("greeting");
            }
        }

        Eventually.equal("normal ends", 20L, () -> sluice.stats().ended().count(TerminationCode.NORMAL));
    }

    @Test
    void neverReplaysWhatABackendHasRead() throws Exception {
        ScriptedBackend one = scene.backend(Script.resetAfterReading(10));
        ScriptedBackend two = scene.backend(Script.resetAfterReading(10));
        Sluice sluice = scene.sluice(one, two);

        Peer client = scene.client(sluice.address());
        client.send("0123456789");

        assertThat(client.ending()).isEqualTo(Ending.RESET);
        assertThat(one.connections() + two.connections()).isEqualTo(1);
        assertThat(sluice.record().code()).isEqualTo(TerminationCode.BACKEND_RESET);
        assertThat(sluice.record().attempts()).isEqualTo(1);
    }

    @Test
    void refusesFiveHundredClientsWhenEveryBackendIsFull() throws Exception {
        ScriptedBackend holding = scene.backend(Script.namingAndHolding("x"));
        Sluice sluice = scene.sluice("""
                listeners:
                  web: { listen: "127.0.0.1:0", protocol: tcp, pool: app }
                pools:
                  app:
                    backends:
                      - { address: "%s", max_sessions: 1 }
                """.formatted(holding.address()));
        Peer holder = scene.client(sluice.address());
        holder.readText(1);

        for (int i = 0; i < 500; i++) {
            try (Peer client = Peer.connect(sluice.address())) {
                assertThat(client.readAll()).isEmpty();
            }
        }

        Eventually.equal("refused", 500L, () -> sluice.stats().refused().count(Refusal.BACKENDS_FULL));
        assertThat(sluice.stats().ended().count(TerminationCode.REFUSED)).isEqualTo(500);
        assertThat(holding.connections()).isEqualTo(1);
    }

    @Test
    void refusesWithoutCandidates() throws Exception {
        ScriptedBackend never = scene.backend(Script.naming("x"));
        ScriptedBackend two = scene.backend(Script.naming("x"));
        ScriptedBackend three = scene.backend(Script.naming("x"));
        Sluice sluice = scene.sluice("""
                listeners:
                  web: { listen: "127.0.0.1:0", protocol: tcp, pool: app }
                pools:
                  app:
                    fallback: refuse
                    backends:
                      - { address: "%s", name: a, weight: 0 }
                      - { address: "%s", name: b, state: draining }
                      - { address: "%s", name: c, state: disabled }
                """.formatted(never.address(), two.address(), three.address()));

        Peer client = scene.client(sluice.address());

        assertThat(client.readAll()).isEmpty();
        assertThat(sluice.record().code()).isEqualTo(TerminationCode.CONNECT_FAILED);
        assertThat(sluice.record().attempts()).isZero();
        assertThat(sluice.stats().refused().count(Refusal.NO_BACKEND)).isEqualTo(1);
        assertThat(never.connections() + two.connections() + three.connections())
                .isZero();
    }

    @Test
    void fallsBackToAnotherPool() throws Exception {
        ScriptedBackend spare = scene.backend(Script.naming("spare"));
        Sluice sluice = scene.sluice("""
                listeners:
                  web: { listen: "127.0.0.1:0", protocol: tcp, pool: app }
                pools:
                  app:
                    fallback: pool:spare
                    backends: [ { address: "%s", state: draining } ]
                  spare:
                    backends: [ "%s" ]
                """.formatted(ClosedPort.address(), spare.address()));

        Peer client = scene.client(sluice.address());

        assertThat(client.readText(5)).isEqualTo("spare");
        client.close();
        assertThat(sluice.record().pool()).isEqualTo("spare");
        assertThat(sluice.record().backend()).isEqualTo(spare.address());
    }

    private static String before(Blackhole silent, String timeout) {
        return """
                listeners:
                  web: { listen: "127.0.0.1:0", protocol: tcp, pool: app }
                pools:
                  app: { connect: { timeout: %s }, backends: [ "%s" ] }
                """.formatted(timeout, silent.address());
    }
}
