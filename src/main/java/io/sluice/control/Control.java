package io.sluice.control;

import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.sluice.guard.Places;
import io.sluice.health.HealthRecords;
import io.sluice.health.Monitor;
import io.sluice.model.Endpoint;
import io.sluice.net.LoopLag;
import io.sluice.net.Worker;
import io.sluice.pool.Affinity;
import io.sluice.pool.Backend;
import io.sluice.pool.Member;
import io.sluice.pool.Pool;
import io.sluice.stats.SessionLog;
import io.sluice.topology.PoolSpec;
import io.sluice.topology.Topology;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The single writer: every change of pools and listeners happens here, on the control loop, one after the other. Readers of any
 * thread see what was last published.
 */
public final class Control implements Inventory, Commands, Reloads {

    private static final long SWEEP_MILLIS = 1000;
    private static final Logger LOG = LoggerFactory.getLogger(Control.class);

    private final EventExecutor loop = new DefaultEventExecutor(new DefaultThreadFactory("sluice-control"));
    private final Agenda agenda = new LoopAgenda(loop);
    private final long startNanos = System.nanoTime();
    private final List<LoopLag> lags;
    private final Places places;
    private final ListenerSet listeners;
    private final LongSupplier sessionLogLost;
    private final SplittableRandom random;
    private final HealthDesk health;
    private final Operator operator;
    private final LogLevel level;
    private final Departed departed = new Departed();
    private volatile Map<String, PoolController> pools = Map.of();
    private volatile @Nullable Topology topology;
    private final Versions versions;
    private volatile Readiness readiness = Readiness.STARTING;

    /**
     * @param seed where rotations start
     * @param sessionLogLost lines that the session log had to drop
     * @param monitor asks the backends; to be closed before this is stopped
     * @param level of the process's own log, which a reload may change
     */
    public Control(
            List<Worker> workers,
            List<LoopLag> lags,
            Places places,
            SessionLog log,
            LongSupplier sessionLogLost,
            Monitor monitor,
            long seed,
            LogLevel level) {
        this.lags = List.copyOf(lags);
        this.places = places;
        this.listeners = new ListenerSet(workers, places, log);
        this.sessionLogLost = sessionLogLost;
        this.random = new SplittableRandom(seed);
        this.health = new HealthDesk(monitor, loop, System::nanoTime);
        this.versions = new Versions(health.events());
        this.operator = new Operator(agenda, health, listeners);
        this.level = level;
    }

    /** Puts the first configuration into force. The failure is the reason in words, or null. */
    public CompletableFuture<@Nullable String> open(Topology topology, String hash) {
        return CompletableFuture.supplyAsync(() -> openNow(topology, hash), loop);
    }

    private @Nullable String openNow(Topology first, String hash) {
        Map<String, PoolController> made = new LinkedHashMap<>();
        for (PoolSpec spec : first.pools()) {
            made.put(spec.name(), controller(spec));
        }
        made.values().forEach(controller -> controller.publish(name -> pool(made, name)));
        try {
            listeners.open(first.listeners(), name -> pool(made, name));
        } catch (IOException e) {
            return e.getMessage();
        }
        pools = made;
        topology = first;
        versions.started(hash);
        turn(Readiness.READY, "started");
        health.open(first.pools(), made);
        listeners.all().forEach(this::logOpen);
        var unused = loop.scheduleAtFixedRate(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
        return null;
    }

    private PoolController controller(PoolSpec spec) {
        return new PoolController(
                spec, agenda, random.split(), evacuations(spec), happening -> events().publish(happening));
    }

    private Function<Backend, Evacuation> evacuations(PoolSpec spec) {
        int rate = spec.failure().closePerSecond();
        return backend -> new Evacuation(loop, listeners, backend, rate, random.split());
    }

    @Override
    public CompletableFuture<ReloadResult> apply(Topology next, String hash, boolean force) {
        return CompletableFuture.supplyAsync(() -> applyNow(next, hash, force), loop);
    }

    @Override
    public CompletableFuture<ReloadResult> refuse(List<String> problems) {
        return CompletableFuture.supplyAsync(() -> versions.refused(problems), loop);
    }

    private ReloadResult applyNow(Topology next, String hash, boolean force) {
        Topology now = topology;
        if (now == null || readiness != Readiness.READY) {
            return versions.refused(List.of("the process is " + readiness.word()));
        }
        Reconfiguration step = new Reconfiguration(now, next, force, pools, listeners, this::controller);
        if (!step.problems().isEmpty()) {
            return versions.refused(step.problems());
        }
        List<String> changes = step.commit(health, departed, this::evacuations, level);
        pools = step.pools();
        topology = step.topology();
        return versions.applied(hash, changes);
    }

    /** The configuration in force; null before the first. From any thread. */
    public @Nullable Topology topology() {
        return topology;
    }

    /** Forgets the clients whose time has passed, and who has left for good. */
    private void sweep() {
        listeners.sweep();
        departed.sweep();
        for (Pool pool : pools()) {
            Affinity affinity = pool.affinity();
            if (affinity != null) {
                affinity.sweep();
            }
        }
    }

    private void turn(Readiness next, String reason) {
        Readiness before = readiness;
        readiness = next;
        if (before != next) {
            events().publish(Happening.ofProcess(Happening.Kind.READINESS, before.word(), next.word(), reason));
        }
    }

    private void logOpen(RunningListener listener) {
        int own = listener.spec().maxSessions();
        int limit = own == 0 ? places.limit() : Math.min(own, places.limit());
        for (InetSocketAddress address : listener.addresses()) {
            LOG.info(
                    "listener={} protocol={} address={} pool={} max_sessions={} open",
                    listener.spec().name(),
                    listener.spec().protocol().word(),
                    Endpoint.format(address),
                    listener.spec().pool(),
                    limit);
        }
    }

    /** Not ready any more; no new client; completes when the last session has ended or the limit has passed. */
    public CompletableFuture<Void> drain(Duration limit) {
        return CompletableFuture.supplyAsync(
                        () -> {
                            turn(Readiness.DRAINING, "stopping");
                            return new Drain(loop, listeners, limit);
                        },
                        loop)
                .thenComposeAsync(Drain::begin, loop);
    }

    /** Holds every backend's class as it is: results are recorded, and decide nothing. */
    public CompletableFuture<Void> freezeHealth() {
        return CompletableFuture.runAsync(health::freeze, loop);
    }

    /** Lets results decide again. */
    public CompletableFuture<Void> thawHealth() {
        return CompletableFuture.runAsync(health::thaw, loop);
    }

    @Override
    public CompletableFuture<BackendAnswer> change(String pool, String backend, BackendChange change) {
        return CompletableFuture.completedFuture(pool)
                .thenComposeAsync(name -> operator.change(pools.get(name), backend, change), loop);
    }

    /** The sessions that are open. */
    public Sessions sessions() {
        return new ListenerSessions(listeners);
    }

    /** Ends the control loop. */
    public void stop() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }

    private static Pool pool(Map<String, PoolController> pools, String name) {
        PoolController controller = pools.get(name);
        if (controller == null) {
            throw new IllegalStateException("no pool " + name); // the configuration was checked
        }
        return controller.pool();
    }

    @Override
    public List<Listener> listeners() {
        return listeners.shown().stream().map(RunningListener::view).toList();
    }

    @Override
    public List<Pool> pools() {
        return pools.values().stream().map(PoolController::pool).toList();
    }

    @Override
    public List<Member> departed() {
        return departed.members();
    }

    @Override
    public @Nullable HealthRecords health(String pool) {
        return health.records(pool);
    }

    @Override
    public boolean isHealthFrozen() {
        return health.isFrozen();
    }

    @Override
    public Events events() {
        return health.events();
    }

    @Override
    public Readiness readiness() {
        return readiness;
    }

    @Override
    public Duration uptime() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    @Override
    public ConfigVersion config() {
        return versions.now();
    }

    @Override
    public Places places() {
        return places;
    }

    @Override
    public List<LoopLag> lags() {
        return lags;
    }

    @Override
    public long sessionLogLost() {
        return sessionLogLost.getAsLong();
    }
}
