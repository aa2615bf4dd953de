package io.sluice.admin;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.sluice.config.ConfigLoader;
import io.sluice.config.ConfigResult;
import io.sluice.config.NameResolution;
import io.sluice.config.Problem;
import io.sluice.config.Resolved;
import io.sluice.control.Inventory;
import io.sluice.topology.RuntimeChanges;
import io.sluice.topology.Topology;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The call that tells what a configuration would change. It is read and compared on a thread of its own, which names and files may
 * hold up; there is one at a time.
 */
public final class PlanRoutes implements AutoCloseable {

    /** RFC 9512, and what was usual before it. None can be sent to another site by a page unasked. */
    private static final Set<String> TYPES = Set.of("application/yaml", "application/x-yaml", "text/yaml");

    private static final String KEEP = "keep_runtime";
    private static final Set<String> FLAGS = Set.of("true", "false");

    private static final long KEPT_SECONDS = 10;

    private final Inventory inventory;
    private final Supplier<@Nullable Topology> file;
    private final Supplier<@Nullable Topology> running;
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1, 1, KEPT_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), PlanRoutes::named);

    /** Not the thread's own state: it is idle only some time after the answer was given, and the next plan may be here before. */
    private final AtomicBoolean isBusy = new AtomicBoolean();

    /**
     * Plans nothing yet.
     *
     * @param file the configuration in force, from any thread
     * @param running the same with what operators have changed at run time, from any thread
     */
    public PlanRoutes(Inventory inventory, Supplier<@Nullable Topology> file, Supplier<@Nullable Topology> running) {
        this.inventory = inventory;
        this.file = file;
        this.running = running;
        thread.allowCoreThreadTimeOut(true);
    }

    private static Thread named(Runnable task) {
        Thread thread = new Thread(task, "sluice-plan");
        thread.setDaemon(true);
        return thread;
    }

    /** The table of this one call. */
    public List<Route> table() {
        return List.of(new Route(HttpMethod.POST, new PathPattern("/api/v1/plan"), this::plan));
    }

    private Outcome plan(Request request) {
        if (!TYPES.contains(request.mediaType())) {
            return Reply.error(
                    HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE,
                    "unsupported_media_type",
                    "a configuration is sent as Content-Type: application/yaml",
                    request.path());
        }
        String keeps = request.query().last(KEEP);
        if (!Set.of(KEEP).containsAll(request.query().names()) || !(keeps == null || FLAGS.contains(keeps))) {
            String message = "query: " + KEEP + " (expected: true or false), and nothing else";
            return Reply.error(HttpResponseStatus.BAD_REQUEST, "bad_request", message, request.path());
        }
        if (!isBusy.compareAndSet(false, true)) {
            return Reply.error(
                    HttpResponseStatus.TOO_MANY_REQUESTS, "busy", "another plan is being made", request.path());
        }
        return new Outcome.Later(CompletableFuture.supplyAsync(() -> onlyAnswer(request), thread));
    }

    private Reply onlyAnswer(Request request) {
        try {
            return answer(request);
        } finally {
            isBusy.set(false);
        }
    }

    private Reply answer(Request request) {
        Topology written = file.get();
        Topology now = running.get();
        if (written == null || now == null) {
            return Reply.error(HttpResponseStatus.SERVICE_UNAVAILABLE, "starting", "not started yet", request.path());
        }
        ConfigResult result = ConfigLoader.read("plan", request.body());
        if (result instanceof ConfigResult.Rejected rejected) {
            return rejected(rejected.problems(), request);
        }
        ConfigResult.Loaded loaded = (ConfigResult.Loaded) result; // the only other kind
        Resolved resolved = new NameResolution().resolve(loaded);
        List<Problem> warnings = new ArrayList<>(loaded.warnings());
        warnings.addAll(resolved.warnings());
        RuntimeChanges changes = RuntimeChanges.between(written, now);
        boolean keeps = "true".equals(request.query().last(KEEP));
        Topology next = keeps ? changes.over(resolved.topology()) : resolved.topology();
        Map<String, Object> plan = PlanView.of(now, next, new InventoryLive(inventory));
        plan.put("undone", changes.undoneBy(next));
        plan.put("hash", loaded.hash());
        plan.put("running_hash", inventory.config().hash());
        plan.put("warnings", warnings.stream().map(PlanRoutes::view).toList());
        return Reply.json(plan);
    }

    private static Reply rejected(List<Problem> problems, Request request) {
        String message = problems.stream()
                .map(each -> each.path() + ": " + each.value() + " (expected: " + each.expected() + ")")
                .limit(5)
                .collect(Collectors.joining("; "));
        return Reply.invalid(problems.stream().map(PlanRoutes::view).toList(), message, request.path());
    }

    /** As {@code sluice check} prints it, but for the name of the file, which was not sent. */
    private static Map<String, Object> view(Problem problem) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("line", problem.line());
        view.put("column", problem.column());
        view.put("path", problem.path());
        view.put("value", problem.value());
        view.put("expected", problem.expected());
        return view;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
