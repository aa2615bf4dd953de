package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.control.BackendChange;
import io.sluice.control.Events;
import io.sluice.control.Happening;
import io.sluice.health.HealthRecord;
import io.sluice.health.HealthRecords;
import io.sluice.health.History;
import io.sluice.model.BackendClass;
import io.sluice.model.BackendState;
import io.sluice.model.ProbeReason;
import io.sluice.model.ProbeResult;
import io.sluice.pool.Member;
import io.sluice.testing.Blackhole;
import io.sluice.testing.ClosedPort;
import io.sluice.testing.Eventually;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import io.sluice.testing.Sluice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Backends come and go behind a TCP check; clients are served by those who are there. */
class HealthIT {

    @RegisterExtension
    final Scene scene = new Scene();

    @Test
    void servesWhileNobodyIsKnownYet() throws IOException {
        ScriptedBackend backend = scene.backend(Script.naming("a"));
        Sluice sluice = scene.sluice(checked("interval: 24h", backend));

        assertThat(whoServes(sluice)).isEqualTo("a");
    }

    @Test
    void qualifiesBackendsThatAnswer() throws IOException {
        ScriptedBackend backend = scene.backend(Script.closing());
        Sluice sluice = scene.sluice(checked("interval: 20ms", backend));

        awaitClass(sluice, backend, BackendClass.QUALIFIED);
        Eventually.isTrue(
                "ten samples",
                () -> record(sluice, backend).health().statistics().count() == 10);
        assertThat(record(sluice, backend).health().statistics().meanNanos()).isPositive();
    }

    @Test
    void sendsNobodyToABackendThatHasFailedAndComesBackToIt() throws IOException {
        ScriptedBackend stays = scene.backend(Script.naming("a"));
        ScriptedBackend goes = scene.backend(Script.naming("b"));
        Sluice sluice = scene.sluice(checked("interval: 20ms, sampling: 5", stays, goes));
        awaitClass(sluice, goes, BackendClass.QUALIFIED);
        awaitClass(sluice, stays, BackendClass.QUALIFIED);
        assertThat(whoServeEight(sluice)).containsExactlyInAnyOrder("a", "b");

        goes.close();
        awaitClass(sluice, goes, BackendClass.FAILED);
        assertThat(whoServeEight(sluice)).containsExactly("a");
        ProbeResult last = record(sluice, goes).last();
        assertThat(last).isNotNull();
        assertThat(last == null ? "" : last.reason().label() + ": " + last.detail())
                .isEqualTo("refused: connection refused");

        scene.backendAfter(goes, Script.naming("b"));
        awaitClass(sluice, goes, BackendClass.QUALIFIED);
        assertThat(whoServeEight(sluice)).containsExactlyInAnyOrder("a", "b");
        assertThat(changes(sluice, goes))
                .containsExactly(
                        "unknown>qualified 1",
                        "qualified>alive 1",
                        "alive>failed 3",
                        "failed>alive 2",
                        "alive>qualified 5");
    }

    @Test
    void usesFailedBackendsWhenThereAreNoOthers() throws IOException {
        ScriptedBackend first = scene.backend(Script.naming("a"));
        ScriptedBackend second = scene.backend(Script.naming("b"));
        Sluice sluice = scene.sluice(checked("interval: 20ms, fall: 2, port: " + closedPort(), first, second));

        awaitClass(sluice, first, BackendClass.FAILED);
        awaitClass(sluice, second, BackendClass.FAILED);

        assertThat(whoServeEight(sluice)).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void holdsEveryClassWhileDecisionsAreFrozen() throws IOException {
        ScriptedBackend stays = scene.backend(Script.naming("a"));
        ScriptedBackend goes = scene.backend(Script.naming("b"));
        Sluice sluice = scene.sluice(checked("interval: 20ms", stays, goes));
        awaitClass(sluice, stays, BackendClass.QUALIFIED);
        awaitClass(sluice, goes, BackendClass.QUALIFIED);

        sluice.control().freezeHealth().join();
        goes.close();
        Eventually.isTrue(
                "failures are recorded", () -> record(sluice, goes).probes().count(ProbeReason.REFUSED) > 5);

        assertThat(sluice.inventory().isHealthFrozen()).isTrue();
        assertThat(member(sluice, goes).backendClass()).isEqualTo(BackendClass.QUALIFIED);
        assertThat(changes(sluice, goes)).hasSize(1);

        sluice.control().thawHealth().join();
        awaitClass(sluice, goes, BackendClass.FAILED);
        assertThat(changes(sluice, goes)).hasSize(2);
    }

    @Test
    void countsWhenEverybodyFailsAtOnceWithoutAReference() throws IOException {
        ScriptedBackend first = scene.backend(Script.naming("a"));
        ScriptedBackend second = scene.backend(Script.naming("b"));
        Sluice sluice = scene.sluice(checked("interval: 20ms, fall: 1, port: " + closedPort(), first, second));

        awaitClass(sluice, first, BackendClass.FAILED);
        awaitClass(sluice, second, BackendClass.FAILED);

        assertThat(discardedRounds(sluice)).isZero();
    }

    @Test
    void countsARoundOfFailuresWhenTheReferenceAnswers() throws IOException {
        ScriptedBackend first = scene.backend(Script.naming("a"));
        ScriptedBackend second = scene.backend(Script.naming("b"));
        ScriptedBackend reference = scene.backend(peer -> {
            peer.readExactly("HEAD /up HTTP/1.1\r\n".length());
            peer.send("HTTP/1.0 503 Busy\r\n\r\n");
        });
        String url = "http://" + reference.address() + "/up";
        Sluice sluice = scene.sluice(checked(
                "interval: 20ms, fall: 1, connectivity: \"" + url + "\", port: " + closedPort(), first, second));

        awaitClass(sluice, first, BackendClass.FAILED);
        awaitClass(sluice, second, BackendClass.FAILED);

        assertThat(discardedRounds(sluice)).isZero();
        assertThat(reference.connections()).isPositive();
    }

    @Test
    void discardsRoundsWhileTheReferenceFailsToo() throws IOException {
        ScriptedBackend first = scene.backend(Script.naming("a"));
        ScriptedBackend second = scene.backend(Script.naming("b"));
        Sluice sluice = scene.sluice(checked(
                "interval: 20ms, fall: 1, connectivity: \"" + ClosedPort.address() + "\", port: " + closedPort(),
                first,
                second));

        awaitClass(sluice, first, BackendClass.FAILED);

        assertThat(discardedRounds(sluice)).isEqualTo(3);
        Events events = sluice.inventory().events();
        assertThat(LongStream.rangeClosed(1, events.last()).mapToObj(events::find))
                .filteredOn(event -> event != null && event.happening().kind() == Happening.Kind.ROUND_DISCARDED)
                .hasSize(3);
        List<History.Entry> oldest = record(sluice, first).history().results(Integer.MAX_VALUE);
        assertThat(oldest.get(oldest.size() - 1).discarded()).isTrue();
        assertThat(oldest.get(0).discarded()).isFalse();
    }

    @Test
    void asksTheSameBackendOfTwoPoolsOnce() throws IOException {
        ScriptedBackend backend = scene.backend(Script.silent());
        String check = "backends: [ \"" + backend.address() + "\" ], check: { interval: 1h, timeout: 1h } }\n";
        Sluice sluice = scene.sluice("""
                listeners:
                  one: { listen: "127.0.0.1:0", pool: one }
                  two: { listen: "127.0.0.1:0", pool: two }
                pools:
                """ + "  one: { " + check + "  two: { " + check);

        Eventually.isTrue("both know", () -> sluice.inventory().pools().stream()
                .allMatch(pool -> pool.snapshot().members().get(0).backendClass() == BackendClass.QUALIFIED));

        assertThat(backend.connections()).isEqualTo(1);
    }

    @Test
    void doesNotAskADisabledBackend() throws IOException {
        ScriptedBackend enabled = scene.backend(Script.closing());
        ScriptedBackend disabled = scene.backend(Script.closing());
        Sluice sluice = scene.sluice("""
                listeners:
                  web: { listen: "127.0.0.1:0", pool: app }
                pools:
                  app:
                    backends: [ "%s", { address: "%s", state: disabled } ]
                    check: { interval: 10ms }
                """.formatted(enabled.address(), disabled.address()));

        Eventually.isTrue("some rounds", () -> enabled.connections() > 10);

        assertThat(disabled.connections()).isZero();
        assertThat(member(sluice, disabled).backendClass()).isEqualTo(BackendClass.UNKNOWN);
    }

    @Test
    void asksADisabledBackendOnceAnOperatorEnablesIt() throws IOException {
        ScriptedBackend backend = scene.backend(Script.closing());
        Sluice sluice = scene.sluice("""
                listeners:
                  web: { listen: "127.0.0.1:0", pool: app }
                pools:
                  app:
                    backends: [ { address: "%s", state: disabled } ]
                    check: { interval: 10ms }
                """.formatted(backend.address()));

        for (BackendState state : List.of(BackendState.ENABLED, BackendState.DRAINING, BackendState.ENABLED)) {
            BackendChange change = BackendChange.to(state, any -> true);
            sluice.control().change("app", backend.address(), change).join();
        }

        awaitClass(sluice, backend, BackendClass.QUALIFIED);
    }

    @Test
    void leavesNothingOpenWhenProbesAreUnderWay() throws IOException {
        Blackhole silent = scene.closing(new Blackhole());
        Sluice sluice = scene.sluice("""
                listeners:
                  web: { listen: "127.0.0.1:0", pool: app }
                pools:
                  app:
                    backends: [ "%s" ]
                    check: { interval: 10ms, timeout: 1h }
                """.formatted(silent.address()));

        assertThat(Eventually.staysTrue(
                        Duration.ofMillis(200),
                        () -> member(sluice, silent.address()).backendClass() == BackendClass.UNKNOWN))
                .isTrue();
    }

    private static long discardedRounds(Sluice sluice) {
        HealthRecords records = sluice.inventory().health("app");
        return records == null ? -1 : records.discardedRounds();
    }

    private static String closedPort() throws IOException {
        String address = ClosedPort.address();
        return address.substring(address.indexOf(':') + 1);
    }

    private static String checked(String options, ScriptedBackend... backends) {
        return Sluice.before(backends) + "    check: { type: tcp, timeout: 1s, " + options + " }\n";
    }

    private String whoServes(Sluice sluice) throws IOException {
        return new String(scene.client(sluice.address()).readAll(), StandardCharsets.UTF_8);
    }

    private Set<String> whoServeEight(Sluice sluice) throws IOException {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 8; i++) {
            names.add(whoServes(sluice));
        }
        return names;
    }

    private static HealthRecord record(Sluice sluice, ScriptedBackend backend) {
        HealthRecords records = sluice.inventory().health("app");
        assertThat(records).isNotNull();
        HealthRecord record = records == null ? null : records.backend(backend.address());
        assertThat(record).isNotNull();
        return record == null ? new HealthRecord(new History(1)) : record;
    }

    private static void awaitClass(Sluice sluice, ScriptedBackend backend, BackendClass expected) {
        Eventually.equal("class of " + backend.address(), expected, () -> member(sluice, backend)
                .backendClass());
    }

    private static Member member(Sluice sluice, ScriptedBackend backend) {
        return member(sluice, backend.address());
    }

    private static Member member(Sluice sluice, String backend) {
        return sluice.inventory().pools().get(0).snapshot().members().stream()
                .filter(member -> member.backend().name().equals(backend))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> changes(Sluice sluice, ScriptedBackend backend) {
        List<String> changes = new ArrayList<>();
        record(sluice, backend)
                .history()
                .changes()
                .forEach(change ->
                        changes.add(0, change.was().word() + ">" + change.now().word() + " " + change.inARow()));
        return changes;
    }
}
