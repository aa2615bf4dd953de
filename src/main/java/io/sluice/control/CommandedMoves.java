package io.sluice.control;

import io.sluice.model.BackendState;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes the commands about moving sessions to the control loop. Thread-safe but for what says otherwise. */
final class CommandedMoves implements Moves {

    private final Agenda agenda;
    private final Operator operator;
    private final GradualDrains drains;
    private final Rebalances rebalances;
    private final Supplier<Map<String, PoolController>> pools;

    /** @param pools by name, as they are now */
    CommandedMoves(
            MoveMeans means, Operator operator, GradualDrains drains, Supplier<Map<String, PoolController>> pools) {
        this.agenda = means.agenda();
        this.operator = operator;
        this.drains = drains;
        this.rebalances = new Rebalances(means);
        this.pools = pools;
    }

    @Override
    public CompletableFuture<BackendAnswer> drain(
            String pool, String backend, @Nullable DrainPace pace, Predicate<BackendSetting> expected) {
        return CompletableFuture.completedFuture(pool)
                .thenComposeAsync(name -> drainNow(pools.get().get(name), backend, pace, expected), agenda::soon);
    }

    private CompletableFuture<BackendAnswer> drainNow(
            @Nullable PoolController pool,
            String backend,
            @Nullable DrainPace pace,
            Predicate<BackendSetting> expected) {
        BackendChange change = BackendChange.to(BackendState.DRAINING, expected);
        return operator.change(pool, backend, change).thenApply(answer -> {
            if (pool != null && answer instanceof BackendAnswer.Changed changed) {
                drains.replace(pool, changed.after().backend(), pace);
            }
            return answer;
        });
    }

    @Override
    public CompletableFuture<RebalanceAnswer> rebalance(String pool, int perSecond) {
        return CompletableFuture.completedFuture(pool)
                .thenComposeAsync(name -> rebalanceNow(pools.get().get(name), perSecond), agenda::soon);
    }

    private CompletableFuture<RebalanceAnswer> rebalanceNow(@Nullable PoolController pool, int perSecond) {
        return pool == null
                ? CompletableFuture.completedFuture(new RebalanceAnswer.NoPool())
                : rebalances.replace(pool, perSecond);
    }

    @Override
    public CompletableFuture<Boolean> stopRebalance(String pool) {
        return CompletableFuture.supplyAsync(() -> rebalances.stop(pool, "stopped"), agenda::soon);
    }

    /** Stops what a reload has left no reason for. On the control loop. */
    void review() {
        drains.review();
        rebalances.review();
    }

    /** The process takes no new client any more. On the control loop. */
    void close() {
        rebalances.close();
    }
}
