package io.sluice.admin;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.sluice.control.Inventory;
import io.sluice.control.Inventory.Readiness;
import io.sluice.pool.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The calls that only read: metrics, health, status, pools. */
public final class ReadRoutes {

    private static final long BEAT_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Inventory inventory;
    private final String version;
    private final Handler metrics;

    private ReadRoutes(Inventory inventory, String version, Handler metrics) {
        this.inventory = inventory;
        this.version = version;
        this.metrics = metrics;
    }

    /**
     * The table of these calls.
     *
     * @param metrics answers {@code GET /metrics}: its page belongs to a package that this one does not know
     */
    public static List<Route> of(Inventory inventory, String version, Handler metrics) {
        return new ReadRoutes(inventory, version, metrics).table();
    }

    /** Those of these calls that need no token on an address of their own: metrics and health. */
    public static List<Route> ofMetrics(Inventory inventory, String version, Handler metrics) {
        return new ReadRoutes(inventory, version, metrics).health();
    }

    private List<Route> health() {
        return List.of(
                Route.get("/metrics", metrics),
                Route.get("/livez", request -> alive()),
                Route.get("/readyz", request -> ready()));
    }

    private List<Route> table() {
        List<Route> table = new ArrayList<>(health());
        table.addAll(List.of(
                Route.get("/api/v1/status", request -> Reply.json(StatusView.of(inventory, version))),
                Route.get("/api/v1/pools/{pool}", this::pool)));
        return table;
    }

    private Reply alive() {
        List<Integer> late = Liveness.late(inventory.lags(), BEAT_LIMIT_NANOS);
        return late.isEmpty()
                ? Reply.text(HttpResponseStatus.OK, "ok\n")
                : Reply.text(HttpResponseStatus.SERVICE_UNAVAILABLE, Liveness.words(late) + "\n");
    }

    private Reply ready() {
        Readiness readiness = inventory.readiness();
        return Reply.text(
                readiness == Readiness.READY ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE,
                readiness.word() + "\n");
    }

    private Reply pool(Request request) {
        String name = request.parameters().get("pool");
        for (Pool pool : inventory.pools()) {
            if (pool.name().equals(name)) {
                return Reply.json(PoolView.of(pool, inventory.health(pool.name()), inventory.runtimeChanges()));
            }
        }
        return Reply.error(HttpResponseStatus.NOT_FOUND, "not_found", "no pool of this name", request.path());
    }
}
