package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.health.HealthRecord;
import io.sluice.health.HealthRecords;
import io.sluice.health.History;
import io.sluice.model.BackendClass;
import io.sluice.model.ProbeReason;
import io.sluice.model.ProbeResult;
import io.sluice.pool.Member;
import io.sluice.testing.ClosedPort;
import io.sluice.testing.Eventually;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import io.sluice.testing.Sluice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
        assertThat(last == null ? null : last.reason()).isEqualTo(ProbeReason.REFUSED);

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
        return sluice.inventory().pools().get(0).snapshot().members().stream()
                .filter(member -> member.backend().name().equals(backend.address()))
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
