package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.control.Events;
import io.sluice.control.Happening;
import io.sluice.model.BackendClass;
import io.sluice.model.ProbeReason;
import io.sluice.model.Refusal;
import io.sluice.testing.Blackhole;
import io.sluice.testing.Classes;
import io.sluice.testing.Controlled;
import io.sluice.testing.Eventually;
import io.sluice.testing.Peer;
import io.sluice.testing.Scene;
import io.sluice.testing.ScriptedBackend;
import io.sluice.testing.Sluice;
import io.sluice.testing.WholeDaemon;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Backends are killed, stopped, swallowed and brought back; how soon that is seen, and who serves meanwhile. */
class OutageIT {

    private static final int INTERVAL_MILLIS = 100;
    private static final int TIMEOUT_MILLIS = 90;
    private static final int FALL = 3;
    private static final int RISE = 2;

    /** What two cores that also run other builds may add. */
    private static final long PATIENCE_MILLIS = 400;

    private static final String CHECK =
            "    check: { %s, interval: %dms, timeout: %dms, fall: %d, rise: %d, sampling: 3%%s }\n"
                    .formatted(Controlled.CHECK, INTERVAL_MILLIS, TIMEOUT_MILLIS, FALL, RISE);

    @RegisterExtension
    final Scene scene = new Scene();

    private final Controlled first = new Controlled("a");
    private final Controlled second = new Controlled("b");

    @Test
    void noticesABackendThatIsKilledInTime() throws IOException {
        ScriptedBackend stays = scene.backend(first);
        ScriptedBackend goes = scene.backend(second);
        Sluice sluice = checked("", stays, goes);

        long begun = System.nanoTime();
        goes.close();
        assertFailsInTime(sluice, goes.address(), begun, ProbeReason.REFUSED);
        assertThat(whoServe(sluice)).containsExactly("a");

        ScriptedBackend again = scene.backendAfter(goes, second);
        assertReturns(sluice, again.address());
    }

    @Test
    void noticesABackendThatIsStoppedInTime() throws IOException {
        ScriptedBackend stays = scene.backend(first);
        ScriptedBackend stops = scene.backend(second);
        Sluice sluice = checked("", stays, stops);

        long begun = System.nanoTime();
        second.stop();
        assertFailsInTime(sluice, stops.address(), begun, ProbeReason.TIMEOUT);
        assertThat(whoServe(sluice)).containsExactly("a");

        second.resume();
        assertReturns(sluice, stops.address());
    }

    @Test
    void noticesABackendThatAnswersNoPacket() throws IOException {
        ScriptedBackend stays = scene.backend(first);
        Blackhole hole = scene.closing(new Blackhole());
        Sluice sluice = scene.sluice(pool(CHECK.formatted(""), stays.address(), hole.address()));

        Classes.await(sluice, hole.address(), BackendClass.FAILED);

        assertThat(Classes.record(sluice, hole.address()).probes().count(ProbeReason.TIMEOUT))
                .isGreaterThanOrEqualTo(FALL);
        assertThat(whoServe(sluice)).containsExactly("a");
    }

    @Test
    void servesWithFailedBackendsRatherThanNotAtAll() throws IOException {
        Sluice sluice = checked("", scene.backend(first), scene.backend(second));

        wrong(true);
        Classes.awaitAll(sluice, BackendClass.FAILED);

        assertThat(whoServe(sluice)).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void refusesWhenAllHaveFailedAndThePoolSaysSo() throws IOException {
        ScriptedBackend one = scene.backend(first);
        ScriptedBackend two = scene.backend(second);
        Sluice sluice =
                scene.sluice(pool(CHECK.formatted("") + "    fallback: refuse\n", one.address(), two.address()));
        Classes.awaitAll(sluice, BackendClass.QUALIFIED);

        wrong(true);
        Classes.awaitAll(sluice, BackendClass.FAILED);
        for (int i = 0; i < 5; i++) {
            try (Peer client = Peer.connect(sluice.address())) {
                assertThat(client.ending()).isNotNull();
            }
        }
        Eventually.equal("refused", 5L, () -> sluice.stats().refused().count(Refusal.NO_BACKEND));
        assertThat(sluice.records()).allMatch(record -> record.code() == Refusal.NO_BACKEND.code());

        wrong(false);
        Classes.awaitAll(sluice, BackendClass.QUALIFIED);
        assertThat(whoServe(sluice)).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void fallsBackToAnotherPoolAndReturns() throws IOException {
        ScriptedBackend one = scene.backend(first);
        ScriptedBackend two = scene.backend(second);
        ScriptedBackend other = scene.backend(new Controlled("c"));
        Sluice sluice =
                scene.sluice(pool(CHECK.formatted("") + "    fallback: pool:spare\n", one.address(), two.address())
                        + "  spare:\n    backends: [ \"" + other.address() + "\" ]\n");
        Classes.awaitAll(sluice, BackendClass.QUALIFIED);
        assertThat(whoServe(sluice)).containsExactlyInAnyOrder("a", "b");

        wrong(true);
        Classes.awaitAll(sluice, BackendClass.FAILED);
        assertThat(whoServe(sluice)).containsExactly("c");

        second.wrong(false);
        Classes.await(sluice, two.address(), BackendClass.ALIVE);
        assertThat(whoServe(sluice)).containsExactly("b");
    }

    @Test
    void tellsOfRoundsThatItDiscardsWhileTheReferenceIsDown() throws Exception {
        ScriptedBackend one = scene.backend(first);
        ScriptedBackend two = scene.backend(second);
        ScriptedBackend reference = scene.backend(peer -> peer.readToEnd());
        String connectivity = ", connectivity: \"" + reference.address() + "\"";
        WholeDaemon daemon = scene.closing(WholeDaemon.start("admin: { listen: \"127.0.0.1:0\" }\n"
                + pool(CHECK.formatted(connectivity), one.address(), two.address())));
        Eventually.isTrue("all answer", () -> daemon.inventory().pools().get(0).snapshot().members().stream()
                .allMatch(member -> member.backendClass() == BackendClass.QUALIFIED));

        reference.close();
        wrong(true);
        Eventually.isTrue("failed", () -> daemon.inventory().pools().get(0).snapshot().members().stream()
                .allMatch(member -> member.backendClass() == BackendClass.FAILED));

        assertThat(daemon.admin().metric("sluice_pool_probe_rounds_discarded_total{pool=\"app\"}"))
                .isEqualTo(3);
        Events events = daemon.inventory().events();
        assertThat(LongStream.rangeClosed(1, events.last()).mapToObj(events::find))
                .filteredOn(event -> event != null && event.happening().kind() == Happening.Kind.ROUND_DISCARDED)
                .extracting(event -> event.happening().pool())
                .containsExactly("app", "app", "app");
    }

    private void wrong(boolean wrong) {
        first.wrong(wrong);
        second.wrong(wrong);
    }

    private Sluice checked(String more, ScriptedBackend one, ScriptedBackend two) {
        Sluice sluice = scene.sluice(pool(CHECK.formatted(more), one.address(), two.address()));
        Classes.awaitAll(sluice, BackendClass.QUALIFIED);
        return sluice;
    }

    private static String pool(String keys, String... backends) {
        return """
                listeners:
                  web: { listen: "127.0.0.1:0", protocol: tcp, pool: app }
                pools:
                  app:
                    scheduler: rr
                    backends: [ "%s" ]
                """.formatted(String.join("\", \"", backends)) + keys;
    }

    private static void assertFailsInTime(Sluice sluice, String backend, long begun, ProbeReason reason) {
        Classes.await(sluice, backend, BackendClass.FAILED);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        assertThat(millis)
                .as("milliseconds until it was seen")
                .isLessThan(FALL * INTERVAL_MILLIS * 11L / 10 + TIMEOUT_MILLIS + PATIENCE_MILLIS);
        assertThat(Classes.record(sluice, backend).history().changes().get(0))
                .matches(change -> change.inARow() == FALL, "after " + FALL)
                .matches(change -> change.cause().reason() == reason, "for " + reason);
    }

    private void assertReturns(Sluice sluice, String backend) throws IOException {
        Classes.await(sluice, backend, BackendClass.QUALIFIED);
        assertThat(Classes.record(sluice, backend).history().changes())
                .filteredOn(change -> change.was() == BackendClass.FAILED)
                .singleElement()
                .matches(change -> change.inARow() == RISE, "after " + RISE);
        assertThat(whoServe(sluice)).containsExactlyInAnyOrder("a", "b");
    }

    private static Set<String> whoServe(Sluice sluice) throws IOException {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 8; i++) {
            try (Peer client = Peer.connect(sluice.address())) {
                client.send("who");
                names.add(client.readText(1));
            }
        }
        return names;
    }
}
