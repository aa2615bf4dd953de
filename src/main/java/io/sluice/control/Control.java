package io.sluice.control;

import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.sluice.guard.Places;
import io.sluice.health.HealthRecords;
import io.sluice.health.Monitor;
import io.sluice.model.BackendSpec;
import io.sluice.net.LoopLag;
import io.sluice.net.Worker;
import io.sluice.pool.Affinity;
import io.sluice.pool.Backend;
import io.sluice.pool.Member;
import io.sluice.pool.Pool;
import io.sluice.stats.SessionLog;
import io.sluice.topology.PoolSpec;
import io.sluice.topology.RuntimeChanges;
import io.sluice.topology.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The single writer: every change of pools and listeners happens here, on the control loop, one after the other. Readers of any
 * thread see what was last published.
 */
public final class Control implements Inventory, Commands, Reloads, HealthFreeze {

    private static final long SWEEP_MILLIS = 1000;

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
    private final Configurations configurations;
    private final CommandedMoves moves;
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
        this.configurations = new Configurations(
                agenda, listeners, health, this::controller, this::evacuations, level, this::reviewMoves);
        MoveMeans means = new MoveMeans(agenda, listeners::tellTo, health::tell, new SplittableRandom(seed));
        GradualDrains drains = new GradualDrains(means);
        this.operator = new Operator(agenda, health, listeners, configurations.departed(), drains);
        this.moves = new CommandedMoves(means, operator, drains, configurations::pools);
    }

    /** Puts the first configuration into force. The failure is the reason in words, or null. */
    public CompletableFuture<@Nullable String> open(Topology topology, String hash) {
        return CompletableFuture.supplyAsync(() -> openNow(topology, hash), loop);
    }

    private @Nullable String openNow(Topology first, String hash) {
        try {
            configurations.open(first, hash);
        } catch (IOException e) {
            return e.getMessage();
        }
        turn(Readiness.READY, "started");
        health.open(first.pools(), configurations.pools());
        listeners.all().forEach(listener -> OpenLine.write(listener, places));
        var unused = loop.scheduleAtFixedRate(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
        return null;
    }

    private PoolController controller(PoolSpec spec) {
        return new PoolController(spec, agenda, random.split(), evacuations(spec), health);
    }

    private Function<Backend, Evacuation> evacuations(PoolSpec spec) {
        int rate = spec.failure().closePerSecond();
        return backend -> new Evacuation(agenda, listeners, backend, rate, random.split());
    }

    @Override
    public CompletableFuture<ReloadResult> apply(Topology next, String hash, ReloadOptions options) {
        return CompletableFuture.supplyAsync(
                () -> readiness == Readiness.READY
                        ? configurations.apply(next, hash, options)
                        : configurations.versions().refused(List.of("the process is " + readiness.word())),
                loop);
    }

    @Override
    public CompletableFuture<ReloadResult> refuse(List<String> problems) {
        return CompletableFuture.supplyAsync(() -> configurations.versions().refused(problems), loop);
    }

    @Override
    public CompletableFuture<TrialAnswer> confirm() {
        return CompletableFuture.supplyAsync(configurations::confirm, loop);
    }

    @Override
    public CompletableFuture<TrialAnswer> revert() {
        return CompletableFuture.supplyAsync(configurations::revert, loop);
    }

    @Override
    public @Nullable Duration confirmWithin() {
        return configurations.confirmWithin();
    }

    /** Stops moving sessions where a reload, or a command, has left no reason for it. */
    private void reviewMoves() {
        moves.review();
    }

    /** The configuration in force; null before the first. From any thread. */
    public @Nullable Topology topology() {
        return configurations.file();
    }

    /** The same with what operators have changed at run time, as far as it is published. From any thread. */
    public @Nullable Topology running() {
        return configurations.published();
    }

    @Override
    public RuntimeChanges runtimeChanges() {
        Topology file = configurations.file();
        Topology running = configurations.published();
        return file == null || running == null ? RuntimeChanges.NONE : RuntimeChanges.between(file, running);
    }

    /** Forgets the clients whose time has passed, and who has left for good. */
    private void sweep() {
        listeners.sweep();
        configurations.departed().sweep();
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

    /** Not ready any more; no new client; completes when the last session has ended or the limit has passed. */
    public CompletableFuture<Void> drain(Duration limit) {
        return CompletableFuture.supplyAsync(
                        () -> {
                            turn(Readiness.DRAINING, "stopping");
                            configurations.stop();
                            moves.close();
                            return new Drain(loop, listeners, limit);
                        },
                        loop)
                .thenComposeAsync(Drain::begin, loop);
    }

    @Override
    public CompletableFuture<Void> freezeHealth() {
        return CompletableFuture.runAsync(health::freeze, loop);
    }

    @Override
    public CompletableFuture<Void> thawHealth() {
        return CompletableFuture.runAsync(health::thaw, loop);
    }

    @Override
    public CompletableFuture<BackendAnswer> change(String pool, String backend, BackendChange change) {
        return CompletableFuture.completedFuture(pool)
                .thenComposeAsync(name -> operator.change(pool(name), backend, change), loop);
    }

    @Override
    public CompletableFuture<BackendAnswer> add(String pool, BackendSpec backend) {
        return CompletableFuture.supplyAsync(() -> operator.add(pool(pool), backend), loop);
    }

    @Override
    public CompletableFuture<BackendAnswer> remove(String pool, String backend, Predicate<BackendSetting> expected) {
        return CompletableFuture.supplyAsync(() -> operator.remove(pool(pool), backend, expected), loop);
    }

    private @Nullable PoolController pool(String name) {
        return configurations.pools().get(name);
    }

    /** The sessions that are open. */
    public Sessions sessions() {
        return new ListenerSessions(listeners);
    }

    /** Ending sessions little by little. */
    public Moves moves() {
        return moves;
    }

    /** Ends the control loop. */
    public void stop() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }

    @Override
    public List<Listener> listeners() {
        return listeners.shown().stream().map(RunningListener::view).toList();
    }

    @Override
    public List<Pool> pools() {
        return configurations.pools().values().stream()
                .map(PoolController::pool)
                .toList();
    }

    @Override
    public List<Member> departed() {
        return configurations.departed().members();
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
        return configurations.versions().now();
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
