package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.BackendClass;
import io.sluice.testing.Classes;
import io.sluice.testing.Controlled;
import io.sluice.testing.Eventually;
import io.sluice.testing.Peer;
import io.sluice.testing.Scene;
import io.sluice.testing.ScriptedBackend;
import io.sluice.testing.Sluice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One of four backends comes back under load: it must not be given all of the load at once. */
class RecoveryIT {

    private static final int BACKENDS = 4;
    private static final int HELD = 90;

    @RegisterExtension
    final Scene scene = new Scene();

    private final List<Controlled> scripts = new ArrayList<>();

    @Test
    void rampsTheShareOfABackendThatReturns() throws IOException {
        Sluice sluice = sluice("60s");
        failAndReturn(sluice);

        assertThat(takenOf(sluice, 30))
                .as("of 30 new sessions, beside 30 on each other")
                .isLessThanOrEqualTo(7);
        assertThat(sluice.backend(BACKENDS - 1).active())
                .as("a tenth of the others' load, a little more as the window passes")
                .isLessThanOrEqualTo(7);
    }

    @Test
    void rampsItToItsFairShareAndNoFurther() throws IOException {
        Sluice sluice = sluice("500ms");
        failAndReturn(sluice);
        List<Integer> ramps = new ArrayList<>();
        Eventually.isTrue("the window has passed", () -> {
            int ramp = ramp(sluice);
            if (ramps.isEmpty() || ramps.get(ramps.size() - 1) != ramp) {
                ramps.add(ramp);
            }
            return ramp == 100;
        });

        assertThat(ramps).isSorted().hasSizeGreaterThan(4);
        int taken = takenOf(sluice, 60);
        assertThat(taken).as("catches up with the others").isBetween(30, 38);
        assertThat(sluice.backend(BACKENDS - 1).active()).isLessThanOrEqualTo((HELD + 60) / BACKENDS + 1);
    }

    @Test
    void givesItEverythingWithoutASlowStart() throws IOException {
        Sluice sluice = sluice("0s");
        failAndReturn(sluice);

        assertThat(takenOf(sluice, 30)).as("of 30 new sessions").isGreaterThanOrEqualTo(29);
    }

    private Sluice sluice(String slowStart) throws IOException {
        ScriptedBackend[] backends = new ScriptedBackend[BACKENDS];
        for (int i = 0; i < BACKENDS; i++) {
            scripts.add(new Controlled("b"));
            backends[i] = scene.backend(scripts.get(i));
        }
        Sluice sluice = scene.sluice(Sluice.before(backends).replace("scheduler: rr", "scheduler: wlc")
                + "    check: { " + Controlled.CHECK
                + ", interval: 30ms, timeout: 2s, fall: 1, rise: 1 }\n    slow_start: "
                + slowStart + "\n");
        Classes.awaitAll(sluice, BackendClass.QUALIFIED);
        return sluice;
    }

    /** The last of the backends fails, the others get the load, and it is back. */
    private void failAndReturn(Sluice sluice) throws IOException {
        Controlled last = scripts.get(BACKENDS - 1);
        last.wrong(true);
        Eventually.isTrue("failed", () -> !isCandidate(sluice));
        open(sluice, HELD);
        assertThat(sluice.backend(BACKENDS - 1).active()).isZero();
        last.wrong(false);
        Eventually.isTrue("back", () -> isCandidate(sluice));
    }

    private int takenOf(Sluice sluice, int count) throws IOException {
        int before = sluice.backend(BACKENDS - 1).active();
        open(sluice, count);
        return sluice.backend(BACKENDS - 1).active() - before;
    }

    private void open(Sluice sluice, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Peer client = scene.client(sluice.address());
            client.send("who");
            assertThat(client.readText(1)).isEqualTo("b");
        }
    }

    private static boolean isCandidate(Sluice sluice) {
        return Classes.snapshot(sluice, "app").isCandidate(BACKENDS - 1);
    }

    private static int ramp(Sluice sluice) {
        return Classes.snapshot(sluice, "app").members().get(BACKENDS - 1).ramp();
    }
}
