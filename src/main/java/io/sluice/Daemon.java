package io.sluice;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.sluice.admin.Access;
import io.sluice.admin.AdminDoors;
import io.sluice.admin.AdminServer;
import io.sluice.admin.BackendRoutes;
import io.sluice.admin.DrainRoute;
import io.sluice.admin.EventStreams;
import io.sluice.admin.FreezeRoutes;
import io.sluice.admin.HealthRoutes;
import io.sluice.admin.IndexRoute;
import io.sluice.admin.LogRoutes;
import io.sluice.admin.PlanRoutes;
import io.sluice.admin.ReadRoutes;
import io.sluice.admin.RebalanceRoutes;
import io.sluice.admin.ReloadRoute;
import io.sluice.admin.Reply;
import io.sluice.admin.Request;
import io.sluice.admin.Route;
import io.sluice.admin.Routes;
import io.sluice.admin.SessionRoutes;
import io.sluice.control.Control;
import io.sluice.control.DescriptorBudget;
import io.sluice.control.Inventory;
import io.sluice.control.ReloadOptions;
import io.sluice.control.ReloadResult;
import io.sluice.guard.Places;
import io.sluice.health.Monitor;
import io.sluice.metrics.Build;
import io.sluice.metrics.MetricsPage;
import io.sluice.model.Endpoint;
import io.sluice.net.Alarm;
import io.sluice.net.LoopLag;
import io.sluice.net.Worker;
import io.sluice.net.Workers;
import io.sluice.topology.Topology;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemon: builds every part in floor order, and takes it apart in reverse. Reads as the wiring diagram. Started, drained and
 * closed by one thread; none of it on an event loop.
 */
public final class Daemon implements AutoCloseable {

    private static final int LEAST_SESSIONS = 16;
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

    private final Topology topology;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Workers workers;
    private final Control control;
    private final AdminServer admin;
    private final Reloading reloading;
    private final @Nullable Endpoint metricsAddress;
    private final ConfigSource source;

    /**
     * Starts a daemon; when this returns every listener is open.
     *
     * @param hash of the configuration, for those who ask which one runs
     * @throws IOException in words for the operator: which listener or file could not be opened, and why
     */
    public static Daemon start(Topology topology, String hash, Surroundings surroundings) throws IOException {
        return start(topology, hash, ConfigSource.of(null, hash), surroundings);
    }

    /**
     * The same with a file that it can be reloaded from.
     *
     * @throws IOException in words for the operator: which listener or file could not be opened, and why
     */
    public static Daemon start(Topology topology, String hash, @Nullable Path file, Surroundings surroundings)
            throws IOException {
        return start(topology, hash, ConfigSource.of(file, hash), surroundings);
    }

    /** The same with a file and a copy of what is in force. */
    static Daemon start(Topology topology, String hash, ConfigSource source, Surroundings surroundings)
            throws IOException {
        return new Daemon(topology, hash, source, surroundings);
    }

    private Daemon(Topology topology, String hash, ConfigSource source, Surroundings surroundings) throws IOException {
        this.topology = topology;
        this.source = source;
        try {
            int count = workerCount(topology);
            Places places = places(topology, count);
            SessionLogs log = keep(SessionLogs.open(topology.log(), surroundings.stdout()));
            workers = new Workers(count, new Alarm(surroundings.exit()), surroundings.seed());
            parts.push(workers::stop);
            List<LoopLag> lags = workers.all().stream().map(LoopLag::new).toList();
            Monitor monitor = new Monitor(surroundings.seed());
            control = new Control(
                    workers.all(), lags, places, log.log(), log::lost, monitor, surroundings.seed(), Logging.PROCESS);
            parts.push(control::stop);
            keep(monitor); // closed before control, which takes its results
            LastGood lastGood = keep(new LastGood(source.lastGood()));
            reloading = keep(new Reloading(source, control, lastGood));
            watchFile();
            MetricsPage page =
                    keep(new MetricsPage(control, Build.running(Version.text()), PooledByteBufAllocator.DEFAULT));
            Access access = AdminDoors.ofApi(topology.admin(), System.getenv());
            admin = keep(AdminServer.open(topology.admin().listen(), routes(page), access));
            metricsAddress = openMetrics(page);
            lags.forEach(LoopLag::start);
            openListeners(hash);
            if (source.text() != null) {
                lastGood.keep(source.text());
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** As long as the daemon serves and the configuration in force says so, however that one has come into force. */
    private void watchFile() {
        FileWatch watch = keep(new FileWatch(source.file(), reloading::seen, reloading));
        Runnable end = control.events()
                .subscribe(() -> watch.turn(control.readiness() == Inventory.Readiness.READY
                        && inForce().runtime().watch()));
        parts.push(end::run);
    }

    private Routes routes(MetricsPage page) {
        List<Route> routes = new ArrayList<>(ReadRoutes.of(control, Version.text(), request -> metrics(page, request)));
        routes.addAll(BackendRoutes.of(control, control, control::topology));
        routes.add(DrainRoute.of(control, control.moves()));
        routes.addAll(RebalanceRoutes.of(control.moves()));
        routes.addAll(FreezeRoutes.of(control, control));
        routes.addAll(HealthRoutes.of(control, System::currentTimeMillis));
        routes.addAll(SessionRoutes.of(control.sessions()));
        routes.addAll(keep(new PlanRoutes(control, control::topology, control::running))
                .table());
        routes.addAll(ReloadRoute.of(reloading));
        routes.addAll(LogRoutes.of(Logging.PROCESS));
        routes.add(EventStreams.route(control.events()));
        routes.add(IndexRoute.of(Version.text(), routes));
        return new Routes(routes);
    }

    /** Where metrics and health have a listener of their own, or null. */
    private @Nullable Endpoint openMetrics(MetricsPage page) throws IOException {
        Endpoint listen = topology.admin().metricsListen();
        if (listen == null) {
            return null;
        }
        Routes routes = new Routes(ReadRoutes.ofMetrics(control, Version.text(), request -> metrics(page, request)));
        Access access = AdminDoors.ofMetrics(topology.admin(), listen);
        return keep(AdminServer.open(listen, routes, access)).address();
    }

    private static Reply metrics(MetricsPage page, Request request) {
        String accept = request.accept();
        return Reply.of(HttpResponseStatus.OK, MetricsPage.contentType(accept), page.scrape(accept));
    }

    private static int workerCount(Topology topology) {
        int asked = topology.runtime().workers();
        return asked == 0 ? Runtime.getRuntime().availableProcessors() : asked;
    }

    private static Places places(Topology topology, int workers) throws IOException {
        DescriptorBudget budget = DescriptorBudget.of(topology, workers);
        if (budget.sessions() < LEAST_SESSIONS) {
            throw new IOException("file descriptors: " + budget.descriptors() + " (expected: at least "
                    + (budget.reserved() + 2 * LEAST_SESSIONS) + "; raise LimitNOFILE or ulimit -n)");
        }
        LOG.info(
                "workers={} sessions_limit={} (file descriptors {}, {} of them reserved)",
                workers,
                budget.sessions(),
                budget.descriptors(),
                budget.reserved());
        return new Places(budget.sessions());
    }

    private void openListeners(String hash) throws IOException {
        @Nullable String failure = control.open(topology, hash).join();
        if (failure != null) {
            throw new IOException(failure);
        }
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    public Inventory inventory() {
        return control;
    }

    public List<Worker> workers() {
        return workers.all();
    }

    /** Where the admin plane listens, port 0 replaced by what the kernel chose. */
    public Endpoint adminAddress() {
        return admin.address();
    }

    /** Where metrics and health have a listener of their own, port 0 replaced by what the kernel chose; else null. */
    public @Nullable Endpoint metricsAddress() {
        return metricsAddress;
    }

    private Topology inForce() {
        Topology now = control.topology();
        return now == null ? topology : now;
    }

    /** The copy that the configuration in force has come from, as the file could not be used at the start; else null. */
    @Nullable
    Path lastGoodInForce() {
        return source.isLastGood() && control.config().version() == 1 ? source.lastGood() : null;
    }

    /** Reads the file again and goes over to what it says; does not block. */
    public CompletableFuture<ReloadResult> reload(ReloadOptions options) {
        return reloading.reload(options);
    }

    /** Takes no new client and waits for open sessions, as long as the configuration says; then cuts what is left. */
    public void drain() {
        control.drain(inForce().runtime().drainTimeout()).join();
    }

    /** Takes everything apart. Sessions that are still open are lost; {@link #drain} first. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("while stopping: {}", e.toString()); // the next part must be stopped all the same
            }
        }
    }
}
