package io.sluice.admin;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.sluice.control.BackendAnswer;
import io.sluice.control.BackendChange;
import io.sluice.control.BackendSetting;
import io.sluice.control.Commands;
import io.sluice.control.Inventory;
import io.sluice.model.BackendSpec;
import io.sluice.model.BackendState;
import io.sluice.pool.Member;
import io.sluice.pool.Pool;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The calls about one backend: look at it, change what the operator says of it. */
public final class BackendRoutes {

    private static final String PATH = "/api/v1/pools/{pool}/backends/{backend}";

    private final Inventory inventory;
    private final Commands commands;

    BackendRoutes(Inventory inventory, Commands commands) {
        this.inventory = inventory;
        this.commands = commands;
    }

    /** The table of these calls. */
    public static List<Route> of(Inventory inventory, Commands commands) {
        BackendRoutes routes = new BackendRoutes(inventory, commands);
        return List.of(Route.get(PATH, routes::show), Route.change(HttpMethod.PATCH, PATH, routes::change));
    }

    private Reply show(Request request) {
        Pool pool = pool(request.parameter("pool"));
        if (pool == null) {
            return reply(new BackendAnswer.NoPool(), request);
        }
        for (Member member : pool.snapshot().members()) {
            if (member.backend().name().equals(request.parameter("backend"))) {
                return document(pool, member);
            }
        }
        return reply(new BackendAnswer.NoBackend(), request);
    }

    private @Nullable Pool pool(String name) {
        for (Pool pool : inventory.pools()) {
            if (pool.name().equals(name)) {
                return pool;
            }
        }
        return null;
    }

    private Outcome change(Request request, JsonObject body) {
        BackendChange change = new BackendChange(
                body.number("weight", 0, BackendSpec.MAX_WEIGHT),
                body.number("max_sessions", 0, Integer.MAX_VALUE),
                body.word("state", List.of(BackendState.values())),
                setting -> EntityTag.isMet(request, EntityTag.of(setting)));
        Reply complaint = body.complaint(request.path());
        if (complaint != null) {
            return complaint;
        }
        return new Outcome.Later(commands.change(request.parameter("pool"), request.parameter("backend"), change)
                .thenApply(answer -> reply(answer, request)));
    }

    /** What came of a command about the backend that the request names. */
    Reply reply(BackendAnswer answer, Request request) {
        if (answer instanceof BackendAnswer.Changed changed) {
            return document(pool(request.parameter("pool")), changed.after());
        }
        if (answer instanceof BackendAnswer.Differs differs) {
            return Reply.error(
                            HttpResponseStatus.PRECONDITION_FAILED,
                            "changed_meanwhile",
                            "the backend is not what If-Match says; read it again",
                            request.path())
                    .with("etag", EntityTag.of(BackendSetting.of(differs.now())));
        }
        String message = answer instanceof BackendAnswer.NoPool ? "no pool of this name" : "no backend of this name";
        return Reply.error(HttpResponseStatus.NOT_FOUND, "not_found", message, request.path());
    }

    /** @param pool null when it has gone meanwhile */
    private Reply document(@Nullable Pool pool, Member member) {
        Standing standing = pool == null ? null : Standing.of(pool, member);
        return Reply.json(PoolView.backend(
                        member, standing, inventory.health(member.backend().pool())))
                .with("etag", EntityTag.of(BackendSetting.of(member)));
    }
}
