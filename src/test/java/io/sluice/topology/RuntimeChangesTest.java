package io.sluice.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.BackendSpec;
import io.sluice.model.BackendState;
import io.sluice.model.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class RuntimeChangesTest {

    private static final BackendSpec B1 = backend("b1", 1);
    private static final BackendSpec B2 = backend("b2", 1);
    private static final BackendSpec B3 = backend("b3", 1);

    private static BackendSpec backend(String name, int weight) {
        return new BackendSpec(name, new Endpoint.Unix("/" + name), weight, 0, BackendState.ENABLED);
    }

    private static Topology pool(BackendSpec... backends) {
        Topology some = TopologyDiffTest.topology("""
                listeners: { web: { listen: "127.0.0.1:8080", pool: app } }
                pools: { app: { backends: [ "unix:/x" ] } }
                """);
        return some.with(List.of(some.pools().get(0).with(List.of(backends))));
    }

    private static List<BackendSpec> backends(Topology topology) {
        return topology.pools().get(0).backends();
    }

    @Test
    void areNoneWhereNothingWasSaid() {
        assertThat(RuntimeChanges.between(pool(B1, B2), pool(B1, B2)).isEmpty()).isTrue();
        assertThat(RuntimeChanges.between(pool(B1, B2), pool(B2, B1)).isEmpty())
                .as("in another order")
                .isTrue();
    }

    @Test
    void nameWhatWasSaidOfABackend() {
        BackendSpec heavy = new BackendSpec("b1", B1.endpoint(), 7, 30, BackendState.DRAINING, 4, false);
        RuntimeChanges changes = RuntimeChanges.between(pool(B1, B2), pool(heavy, B3));

        assertThat(changes.keys("app", "b1")).containsExactly("weight", "max_sessions", "state", "priority");
        assertThat(changes.keys("app", "b3")).containsExactly("added");
        assertThat(changes.keys("app", "b2")).isEmpty();
        assertThat(changes.removed("app")).containsExactly("b2");
        assertThat(changes.keys("other", "b1")).isEmpty();
    }

    @Test
    void areMadeToAnotherConfigurationKeyByKey() {
        RuntimeChanges changes = RuntimeChanges.between(pool(B1, B2), pool(backend("b1", 5), B2));
        BackendSpec limited = new BackendSpec("b1", B1.endpoint(), 2, 99, BackendState.ENABLED, 3, true);

        assertThat(backends(changes.over(pool(limited, B3))))
                .containsExactly(new BackendSpec("b1", B1.endpoint(), 5, 99, BackendState.ENABLED, 3, true), B3);
    }

    @Test
    void leaveOutWhatTheConfigurationHasNoPlaceFor() {
        BackendSpec elsewhere = new BackendSpec("b1", new Endpoint.Unix("/moved"), 1, 0, BackendState.ENABLED);
        RuntimeChanges heavier = RuntimeChanges.between(pool(B1, B2), pool(backend("b1", 5), B2));
        RuntimeChanges added = RuntimeChanges.between(pool(B1), pool(B1, B2));
        RuntimeChanges removed = RuntimeChanges.between(pool(B1, B2), pool(B2));

        assertThat(backends(heavier.over(pool(elsewhere, B2)))).containsExactly(elsewhere, B2);
        assertThat(backends(removed.over(pool(elsewhere, B2)))).containsExactly(elsewhere, B2);
        assertThat(backends(added.over(pool(B1, backend("b2", 9))))).containsExactly(B1, backend("b2", 9));
        assertThat(added.over(TopologyDiffTest.topology("""
                listeners: { web: { listen: "127.0.0.1:8080", pool: other } }
                pools: { other: { backends: [ "unix:/x" ] } }
                """)).pools())
                .extracting(PoolSpec::name)
                .containsExactly("other");
    }

    @Test
    void knowABackendThatCameBackAtAnotherAddress() {
        BackendSpec moved = new BackendSpec("b1", new Endpoint.Unix("/moved"), 1, 0, BackendState.ENABLED);
        RuntimeChanges changes = RuntimeChanges.between(pool(B1, B2), pool(B2, moved));

        assertThat(changes.removed("app")).containsExactly("b1");
        assertThat(changes.keys("app", "b1")).containsExactly("added");
        assertThat(backends(changes.over(pool(B1, B2)))).containsExactly(B2, moved);
    }

    @Test
    void sayWhatAConfigurationWouldUndo() {
        RuntimeChanges changes = RuntimeChanges.between(pool(B1, B2), pool(backend("b1", 5), B3));

        assertThat(changes.undoneBy(pool(B1, B2)))
                .containsExactly(
                        "pool app: backend b2: removed at run time, would come back",
                        "pool app: backend b1: weight 5 (set at run time) -> 1",
                        "pool app: backend b3: added at run time, would be removed");
        assertThat(changes.undoneBy(pool(backend("b1", 5), B3))).isEmpty();
        assertThat(changes.undoneBy(changes.over(pool(B1, B2)))).isEmpty();
    }

    @RepeatedTest(200)
    void leadFromTheConfigurationToWhatRuns(RepetitionInfo run) {
        Random random = new Random(run.getCurrentRepetition());
        Topology written = pool(some(random));
        Topology running = pool(some(random));

        RuntimeChanges changes = RuntimeChanges.between(written, running);

        assertThat(backends(changes.over(written)))
                .as("seed %d", run.getCurrentRepetition())
                .containsExactlyInAnyOrderElementsOf(backends(running));
        assertThat(changes.undoneBy(running)).isEmpty();
        assertThat(changes.undoneBy(written).isEmpty()).isEqualTo(changes.isEmpty());
    }

    private static BackendSpec[] some(Random random) {
        List<BackendSpec> some = new ArrayList<>();
        for (String name : List.of("a", "b", "c", "d")) {
            if (random.nextInt(4) > 0) {
                some.add(new BackendSpec(
                        name,
                        new Endpoint.Unix("/" + name),
                        random.nextInt(2),
                        random.nextInt(2),
                        random.nextBoolean() ? BackendState.ENABLED : BackendState.DRAINING,
                        random.nextInt(2),
                        false));
            }
        }
        return some.toArray(new BackendSpec[0]);
    }
}
