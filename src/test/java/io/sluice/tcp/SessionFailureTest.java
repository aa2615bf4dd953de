package io.sluice.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.net.Worker;
import io.sluice.testing.Peer;
import io.sluice.testing.Peer.Ending;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Trap 50: a bug that one session meets ends that session. */
class SessionFailureTest {

    @RegisterExtension
    final Scene scene = new Scene();

    private final AtomicInteger failures = new AtomicInteger();
    private volatile Supplier<Error> thrown = () -> new AssertionError("on purpose");

    @Test
    void endsTheSessionThatMetABugAndServesTheNext() throws Exception {
        scene.expectComplaints();
        ScriptedBackend backend = scene.backend(Script.echo());
        RelayBench bench = scene.closingLast(new RelayBench(this::failing, backend));

        Peer first = scene.client(bench.address());
        first.send("hello");
        first.readText(5);
        failures.set(1);
        first.send("again");
        assertThat(first.ending()).isEqualTo(Ending.RESET);
        Peer next = scene.client(bench.address());
        next.send("hello");
        assertThat(next.readText(5)).isEqualTo("hello");

        failures.set(1);
        next.send("again");
        assertThat(next.ending()).isEqualTo(Ending.RESET);
        assertThat(bench.codes(2)).containsExactly("I?", "I?");
        assertThat(bench.stats().active()).isZero();
    }

    @Test
    void endsASessionWithoutMemoryAsALocalShortage() throws Exception {
        scene.expectComplaints();
        thrown = () -> new OutOfMemoryError("on purpose");
        RelayBench bench = scene.closingLast(new RelayBench(this::failing, scene.backend(Script.echo())));
        Peer client = scene.client(bench.address());
        client.send("hello");
        client.readText(5);

        failures.set(1);
        client.send("again");

        assertThat(client.ending()).isEqualTo(Ending.RESET);
        assertThat(bench.codes(1)).containsExactly("RC");
    }

    private Relay failing(Worker worker) {
        Relay relay = new CopyRelay(worker);
        return (from, to) -> {
            if (failures.getAndSet(0) > 0) {
                throw thrown.get();
            }
            return relay.move(from, to);
        };
    }
}
