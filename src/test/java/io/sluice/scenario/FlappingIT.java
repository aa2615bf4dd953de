package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.BackendClass;
import io.sluice.model.TerminationCode;
import io.sluice.testing.Classes;
import io.sluice.testing.Controlled;
import io.sluice.testing.Eventually;
import io.sluice.testing.Peer;
import io.sluice.testing.Scene;
import io.sluice.testing.ScriptedBackend;
import io.sluice.testing.Sluice;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A backend that comes and goes all the time breaks no client while another one serves. */
class FlappingIT {

    private static final Duration PERIOD = Duration.ofMillis(25);

    @RegisterExtension
    final Scene scene = new Scene();

    @Test
    void servesEveryClientBesideABackendThatFlapsTwentyTimesASecond() throws Exception {
        int intervalMillis = 50;
        int rise = 2;
        ScriptedBackend stays = scene.backend(new Controlled("a"));
        ScriptedBackend flaps = scene.backend(new Controlled("b"));
        Sluice sluice = scene.sluice(Sluice.before(stays, flaps)
                + "    check: { %s, interval: %dms, timeout: 1s, fall: 2, rise: %d }\n"
                        .formatted(Controlled.CHECK, intervalMillis, rise)
                + "    connect: { timeout: 1s, attempts: 3 }\n");
        Classes.awaitAll(sluice, BackendClass.QUALIFIED);
        AtomicBoolean isOver = new AtomicBoolean();
        long begun = System.nanoTime();
        CompletableFuture<Integer> flapping = Scene.async(() -> flap(flaps, isOver));

        int clients = 0;
        int broken = 0;
        while (System.nanoTime() - begun < Duration.ofSeconds(3).toNanos()) {
            clients++;
            broken += isServed(sluice) ? 0 : 1;
        }
        isOver.set(true);

        assertThat(flapping.get()).as("times that it went").isGreaterThan(10);
        assertThat(sluice.records())
                .as("everybody was connected")
                .noneMatch(record -> record.code() == TerminationCode.CONNECT_FAILED
                        || record.code() == TerminationCode.CONNECT_TIMEOUT);
        assertThat(broken)
                .as("of " + clients + ", only those broke whom the backend had taken and then left")
                .isLessThanOrEqualTo(flapping.get());
        long intervals = (System.nanoTime() - begun)
                / Duration.ofMillis(intervalMillis * 9 / 10).toNanos();
        assertThat(Classes.record(sluice, flaps.address()).history().changes().stream()
                        .filter(change -> change.was() == BackendClass.FAILED || change.now() == BackendClass.FAILED))
                .hasSizeLessThanOrEqualTo((int) intervals / rise);
    }

    @Test
    void holdsBackWhoHasFailedTooOften() throws IOException {
        Controlled flapping = new Controlled("b");
        ScriptedBackend stays = scene.backend(new Controlled("a"));
        ScriptedBackend flaps = scene.backend(flapping);
        Sluice sluice = scene.sluice(Sluice.before(stays, flaps)
                + "    check: { " + Controlled.CHECK
                + ", interval: 20ms, timeout: 1s, fall: 1, rise: 1, sampling: 2 }\n"
                + "    pick: { objective: qualified, damping: { half_life: 1s, suppress: 3, reuse: 2 } }\n");
        Classes.awaitAll(sluice, BackendClass.QUALIFIED);

        for (int i = 0; i < 3; i++) {
            flapping.wrong(true);
            Classes.await(sluice, flaps.address(), BackendClass.FAILED);
            flapping.wrong(false);
            Classes.await(sluice, flaps.address(), BackendClass.ALIVE);
        }
        long held = System.nanoTime();

        Eventually.isTrue(
                "only successes are remembered",
                () -> Classes.record(sluice, flaps.address())
                                .health()
                                .statistics()
                                .failures()
                        == 0);
        assertThat(Classes.member(sluice, "app", flaps.address()).backendClass())
                .isEqualTo(BackendClass.ALIVE);
        assertThat(whoServe(sluice)).containsExactly("a");
        Classes.await(sluice, flaps.address(), BackendClass.QUALIFIED);
        assertThat(System.nanoTime() - held)
                .isGreaterThan(Duration.ofMillis(400).toNanos());
        assertThat(whoServe(sluice)).containsExactlyInAnyOrder("a", "b");
    }

    private static boolean isServed(Sluice sluice) {
        try (Peer client = Peer.connect(sluice.address())) {
            client.send("who");
            return Set.of("a", "b").contains(client.readText(1));
        } catch (IOException e) {
            return false;
        }
    }

    private int flap(ScriptedBackend backend, AtomicBoolean isOver) throws IOException {
        ScriptedBackend current = backend;
        int times = 0;
        while (!isOver.get()) {
            current.close();
            Eventually.becomesTrue(PERIOD, isOver::get);
            try {
                current = scene.backendAfter(current, new Controlled("b"));
                times++;
            } catch (BindException e) {
                continue; // some connection of its own end still has the address
            }
            Eventually.becomesTrue(PERIOD, isOver::get);
        }
        return times;
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
