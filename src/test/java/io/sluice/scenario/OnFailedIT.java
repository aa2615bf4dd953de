package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.BackendClass;
import io.sluice.model.TerminationCode;
import io.sluice.stats.SessionRecord;
import io.sluice.testing.Classes;
import io.sluice.testing.Controlled;
import io.sluice.testing.Eventually;
import io.sluice.testing.Peer;
import io.sluice.testing.Scene;
import io.sluice.testing.ScriptedBackend;
import io.sluice.testing.Sluice;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of the TCP sessions of a backend whose probes fail while it still serves. */
class OnFailedIT {

    private static final String CHECK =
            "    check: { " + Controlled.CHECK + ", interval: 50ms, timeout: 2s, fall: 2 }\n";

    @RegisterExtension
    final Scene scene = new Scene();

    private final Controlled stays = new Controlled("a");
    private final Controlled fails = new Controlled("b");

    @Test
    void closesTheSessionsOfAFailedBackendAtItsRateAndNoOthers() throws IOException {
        Sluice sluice = sluice("{ close: 40/s }");
        List<Peer> clients = clients(sluice, 60);

        fails.wrong(true);
        Eventually.isTrue("closing begins", () -> !ended(sluice).isEmpty());
        long begun = System.nanoTime();
        Eventually.isTrue("all are closed", () -> ended(sluice).size() == 30);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);

        assertThat(millis).as("29 more at 40 a second").isBetween(550L, 1_500L);
        assertThat(ended(sluice)).allMatch(record -> record.code() == TerminationCode.BACKEND_DOWN);
        assertThat(sluice.stats().ended().count(TerminationCode.BACKEND_DOWN)).isEqualTo(30);
        assertThat(List.of(sluice.backend(0).active(), sluice.backend(1).active()))
                .containsExactly(30, 0);
        assertThat(served(clients)).isEqualTo(30);
    }

    @Test
    void stopsClosingWhenTheBackendIsBack() throws IOException {
        Sluice sluice = sluice("{ close: 10/s }");
        List<Peer> clients = clients(sluice, 60);

        fails.wrong(true);
        Eventually.isTrue("closing begins", () -> ended(sluice).size() >= 2);
        fails.wrong(false);
        Eventually.isTrue("it is back", () -> !Classes.member(
                        sluice, "app", sluice.backends().get(1).name())
                .isFailed());
        Eventually.becomesTrue(Duration.ofMillis(150), () -> false); // one that was under way
        int closed = ended(sluice).size();

        assertThat(Eventually.staysTrue(
                        Duration.ofMillis(400), () -> ended(sluice).size() == closed))
                .as("nobody is closed any more")
                .isTrue();
        assertThat(closed).isLessThan(15);
        assertThat(served(clients)).isEqualTo(60 - closed);
    }

    @Test
    void keepsTheSessionsUnlessToldOtherwise() throws IOException {
        Sluice sluice = sluice("keep");
        List<Peer> clients = clients(sluice, 10);

        fails.wrong(true);
        Classes.await(sluice, sluice.backends().get(1).name(), BackendClass.FAILED);
        assertThat(Eventually.staysTrue(
                        Duration.ofMillis(300), () -> ended(sluice).isEmpty()))
                .isTrue();

        assertThat(served(clients)).isEqualTo(10);
    }

    @Test
    void servesByFailedBackendsWhenThereAreNoOthersWithoutClosingWhatItGivesThem() throws IOException {
        Sluice sluice = sluice("close");

        stays.wrong(true);
        fails.wrong(true);
        Classes.awaitAll(sluice, BackendClass.FAILED);
        List<Peer> clients = clients(sluice, 6);

        assertThat(Eventually.staysTrue(
                        Duration.ofMillis(400), () -> ended(sluice).isEmpty()))
                .as("sessions that are given to a backend are not taken from it")
                .isTrue();
        assertThat(served(clients)).isEqualTo(6);
    }

    private Sluice sluice(String onFailed) throws IOException {
        ScriptedBackend one = scene.backend(stays);
        ScriptedBackend two = scene.backend(fails);
        Sluice sluice = scene.sluice(Sluice.before(one, two) + CHECK + "    on_failed: " + onFailed + "\n");
        Classes.awaitAll(sluice, BackendClass.QUALIFIED);
        return sluice;
    }

    private List<Peer> clients(Sluice sluice, int count) throws IOException {
        List<Peer> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Peer client = scene.client(sluice.address());
            client.send("who");
            assertThat(client.readText(1)).isIn("a", "b");
            clients.add(client);
        }
        return clients;
    }

    private static List<SessionRecord> ended(Sluice sluice) {
        return sluice.records();
    }

    private static int served(List<Peer> clients) {
        int served = 0;
        for (Peer client : clients) {
            served += isServed(client) ? 1 : 0;
        }
        return served;
    }

    private static boolean isServed(Peer client) {
        try {
            client.send("who");
            return client.read(new byte[1]) == 1;
        } catch (IOException e) {
            return false; // it was closed
        }
    }
}
