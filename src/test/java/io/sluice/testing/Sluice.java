package io.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.ConfigLoader;
import io.sluice.config.ConfigResult;
import io.sluice.control.BackendAnswer;
import io.sluice.control.BackendChange;
import io.sluice.control.Control;
import io.sluice.control.Inventory;
import io.sluice.control.ReloadOptions;
import io.sluice.control.ReloadResult;
import io.sluice.guard.Places;
import io.sluice.health.Monitor;
import io.sluice.model.BackendState;
import io.sluice.net.Alarm;
import io.sluice.net.LoopLag;
import io.sluice.net.Workers;
import io.sluice.pool.Backend;
import io.sluice.pool.Member;
import io.sluice.pool.Pool;
import io.sluice.stats.BackendStats;
import io.sluice.stats.ListenerStats;
import io.sluice.stats.SessionLog;
import io.sluice.stats.SessionRecord;
import io.sluice.topology.Topology;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The data plane of a daemon in this process: real configuration, real control loop, real workers; the session log is a list and
 * an exit is remembered instead of done.
 */
public final class Sluice implements AutoCloseable {

    private static final int ROOM = 9000;

    private final Workers workers;
    private final Monitor monitor;
    private final Control control;
    private final Topology topology;
    private final List<LoopLag> lags;
    private final List<SessionRecord> records = new CopyOnWriteArrayList<>();
    private final List<Integer> exits = new CopyOnWriteArrayList<>();
    private boolean closed;

    private Sluice(Topology topology, int room, long seed) {
        this.topology = topology;
        int count = topology.runtime().workers() == 0 ? 2 : topology.runtime().workers();
        this.workers = new Workers(count, new Alarm(exits::add), seed);
        this.lags = workers.all().stream().map(LoopLag::new).toList();
        lags.forEach(LoopLag::start);
        this.monitor = new Monitor(seed);
        this.control = new Control(
                workers.all(), lags, new Places(room), new Recorder(records), () -> 0, monitor, seed, new HeldLevel());
    }

    /** Starts what this configuration says. */
    static Sluice start(String yaml, int room) {
        Sluice sluice = new Sluice(topology(yaml), room, 1);
        @Nullable String failure = sluice.control.open(sluice.topology, "test").join();
        if (failure != null) {
            sluice.close();
            throw new IllegalStateException(failure);
        }
        return sluice;
    }

    static Sluice start(String yaml) {
        return start(yaml, ROOM);
    }

    /** A listener {@code web} before a pool {@code app} with these backends, picked in turn. */
    public static String before(ScriptedBackend... backends) {
        StringBuilder list = new StringBuilder();
        for (ScriptedBackend backend : backends) {
            list.append("      - \"").append(backend.address()).append("\"\n");
        }
        return """
                listeners:
                  web: { listen: "127.0.0.1:0", protocol: tcp, pool: app }
                pools:
                  app:
                    scheduler: rr
                    backends:
                """ + list;
    }

    private static Topology topology(String yaml) {
        ConfigResult result = ConfigLoader.read("test.yaml", yaml);
        assertThat(result).as(yaml).isInstanceOf(ConfigResult.Loaded.class);
        return ((ConfigResult.Loaded) result).topology();
    }

    /** The only address of the first listener. */
    public InetSocketAddress address() {
        return control.listeners().get(0).addresses().get(0);
    }

    public InetSocketAddress address(String listener) {
        return listener(listener).addresses().get(0);
    }

    public Inventory.Listener listener(String name) {
        return control.listeners().stream()
                .filter(listener -> listener.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Goes over to this configuration. */
    public ReloadResult reload(String yaml, ReloadOptions options) {
        return control.apply(topology(yaml), "test", options).join();
    }

    public ReloadResult reload(String yaml, boolean force) {
        return reload(yaml, force ? ReloadOptions.FORCED : ReloadOptions.PLAIN);
    }

    /** The same; it must not be refused. */
    public List<String> reload(String yaml) {
        ReloadResult result = reload(yaml, false);
        assertThat(result).isInstanceOf(ReloadResult.Applied.class);
        return ((ReloadResult.Applied) result).changes();
    }

    public Control control() {
        return control;
    }

    public Inventory inventory() {
        return control;
    }

    /** The counters of the first listener. */
    public ListenerStats stats() {
        return control.listeners().get(0).stats();
    }

    /** The counters of one backend, by its place in the first pool. */
    public BackendStats backend(int index) {
        return control.pools().get(0).snapshot().members().get(index).backend().stats();
    }

    /** Changes a backend's state, as an operator would. */
    public void state(String pool, String backend, BackendState state) {
        BackendChange change = BackendChange.to(state, any -> true);
        assertThat(control.change(pool, backend, change).join()).as(backend).isInstanceOf(BackendAnswer.Changed.class);
    }

    public List<Backend> backends() {
        return control.pools().stream()
                .map(Pool::snapshot)
                .flatMap(snapshot -> snapshot.members().stream())
                .map(Member::backend)
                .toList();
    }

    /** The records of the sessions that have ended. */
    public List<SessionRecord> records() {
        return List.copyOf(records);
    }

    /** Waits for the only session to end. */
    public SessionRecord record() {
        Eventually.isTrue("a session has ended", () -> !records.isEmpty());
        return records.get(records.size() - 1);
    }

    /** Statuses that the process would have ended with. */
    public List<Integer> exits() {
        return List.copyOf(exits);
    }

    public List<LoopLag> lags() {
        return lags;
    }

    public Workers workers() {
        return workers;
    }

    /** Begins to drain. */
    public CompletableFuture<Void> drain(Duration limit) {
        return control.drain(limit);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        control.drain(Duration.ZERO).join();
        workers.stop();
        monitor.close();
        control.stop();
    }

    private record Recorder(List<SessionRecord> records) implements SessionLog {

        @Override
        public boolean isOn() {
            return true;
        }

        @Override
        public void write(SessionRecord record) {
            records.add(record);
        }
    }
}
