package io.sluice.admin;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.sluice.control.BackendAnswer;
import io.sluice.control.BackendChange;
import io.sluice.control.Commands;
import io.sluice.control.Inventory;
import io.sluice.model.BackendSpec;
import io.sluice.model.BackendState;
import io.sluice.pool.Member;
import io.sluice.pool.Pool;
import io.sluice.topology.Topology;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The calls about one backend: look at it, change what the operator says of it, add it to its pool and remove it. */
public final class BackendRoutes {

    private static final String ALL = "/api/v1/pools/{pool}/backends";
    private static final String PATH = ALL + "/{backend}";

    private final BackendReplies replies;
    private final Commands commands;
    private final Supplier<@Nullable Topology> file;

    private BackendRoutes(Inventory inventory, Commands commands, Supplier<@Nullable Topology> file) {
        this.replies = new BackendReplies(inventory);
        this.commands = commands;
        this.file = file;
    }

    /**
     * The table of these calls. Removing has no body, so it needs no type; no page can send it to another site unasked.
     *
     * @param file the configuration in force, from any thread
     */
    public static List<Route> of(Inventory inventory, Commands commands, Supplier<@Nullable Topology> file) {
        BackendRoutes routes = new BackendRoutes(inventory, commands, file);
        return List.of(
                Route.get(PATH, routes::show),
                Route.change(HttpMethod.PATCH, PATH, routes::change),
                Route.change(HttpMethod.POST, ALL, routes::add),
                new Route(HttpMethod.DELETE, new PathPattern(PATH), routes::remove));
    }

    private Reply show(Request request) {
        Pool pool = replies.pool(request.parameter("pool"));
        if (pool == null) {
            return replies.of(new BackendAnswer.NoPool(), request);
        }
        for (Member member : pool.snapshot().members()) {
            if (member.backend().name().equals(request.parameter("backend"))) {
                return replies.document(pool, member);
            }
        }
        return replies.of(new BackendAnswer.NoBackend(), request);
    }

    private Outcome change(Request request, JsonObject body) {
        BackendChange change = new BackendChange(
                body.number("weight", 0, BackendSpec.MAX_WEIGHT),
                body.number("max_sessions", 0, Integer.MAX_VALUE),
                body.number("priority", 0, BackendSpec.MAX_PRIORITY),
                body.word("state", List.of(BackendState.values())),
                setting -> EntityTag.isMet(request, EntityTag.of(setting)));
        Reply complaint = body.complaint(request.path());
        if (complaint != null) {
            return complaint;
        }
        return new Outcome.Later(commands.change(request.parameter("pool"), request.parameter("backend"), change)
                .thenApply(answer -> replies.of(answer, request)));
    }

    private Outcome add(Request request, JsonObject body) {
        String pool = request.parameter("pool");
        BackendSpec backend = NewBackend.of(body, file.get(), pool);
        Reply complaint = body.complaint(request.path());
        if (complaint != null) {
            return complaint;
        }
        if (backend == null) {
            return replies.of(new BackendAnswer.NoPool(), request);
        }
        return new Outcome.Later(commands.add(pool, backend).thenApply(answer -> {
            Reply reply = replies.of(answer, request);
            return answer instanceof BackendAnswer.Changed ? reply.as(HttpResponseStatus.CREATED) : reply;
        }));
    }

    private Outcome remove(Request request) {
        return new Outcome.Later(commands.remove(
                        request.parameter("pool"),
                        request.parameter("backend"),
                        setting -> EntityTag.isMet(request, EntityTag.of(setting)))
                .thenApply(answer -> replies.of(answer, request)));
    }
}
