package io.sluice;

import io.sluice.control.Control;
import io.sluice.control.DescriptorBudget;
import io.sluice.control.Inventory;
import io.sluice.guard.Places;
import io.sluice.net.Alarm;
import io.sluice.net.LoopLag;
import io.sluice.net.Workers;
import io.sluice.stats.SessionLog;
import io.sluice.topology.Topology;
import java.io.IOException;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** The daemon: builds every part in floor order. Reads as the wiring diagram. */
public final class Daemon implements AutoCloseable {

    private final Workers workers;
    private final Control control;
    private final Topology topology;

    private Daemon(Workers workers, Control control, Topology topology) {
        this.workers = workers;
        this.control = control;
        this.topology = topology;
    }

    public static Daemon start(Topology topology, String hash, long seed, IntConsumer exit) throws IOException {
        int count = topology.runtime().workers() == 0
                ? Runtime.getRuntime().availableProcessors()
                : topology.runtime().workers();
        Alarm alarm = new Alarm(exit);
        Workers workers = new Workers(count, alarm, seed);
        List<LoopLag> lags = workers.all().stream().map(LoopLag::new).toList();
        lags.forEach(LoopLag::start);
        Places places = new Places(DescriptorBudget.of(topology, count).sessions());
        Control control = new Control(workers.all(), lags, places, SessionLog.OFF, () -> 0, seed);
        @Nullable String failure = control.open(topology, hash).join();
        if (failure != null) {
            throw new IOException(failure);
        }
        return new Daemon(workers, control, topology);
    }

    public Inventory inventory() {
        return control;
    }

    public void drain() {
        control.drain(topology.runtime().drainTimeout()).join();
    }

    @Override
    public void close() {
        drain();
        workers.stop();
        control.stop();
    }
}
