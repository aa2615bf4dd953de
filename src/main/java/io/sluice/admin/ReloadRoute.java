package io.sluice.admin;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.sluice.config.Formats;
import io.sluice.control.ReloadOptions;
import io.sluice.control.ReloadResult;
import io.sluice.control.Reloader;
import io.sluice.control.TrialAnswer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The calls that have the daemon read its configuration again, keep what came of it, or go back. */
public final class ReloadRoute {

    private final Reloader reloader;

    private ReloadRoute(Reloader reloader) {
        this.reloader = reloader;
    }

    /** {@code POST /api/v1/reload}, {@code /reload/confirm} and {@code /reload/revert}. */
    public static List<Route> of(Reloader reloader) {
        ReloadRoute route = new ReloadRoute(reloader);
        return List.of(
                Route.change(HttpMethod.POST, "/api/v1/reload", route::reload),
                Route.change(
                        HttpMethod.POST,
                        "/api/v1/reload/confirm",
                        (request, body) -> end(reloader::confirm, request, body)),
                Route.change(
                        HttpMethod.POST,
                        "/api/v1/reload/revert",
                        (request, body) -> end(reloader::revert, request, body)));
    }

    private Outcome reload(Request request, JsonObject body) {
        boolean force = body.flag("force");
        boolean keepRuntime = body.flag("keep_runtime");
        Duration confirm = body.text("confirm", Formats.TRIAL);
        Reply complaint = body.complaint(request.path());
        if (complaint != null) {
            return complaint;
        }
        ReloadOptions options = new ReloadOptions(force, keepRuntime, confirm);
        return new Outcome.Later(reloader.reload(options).thenApply(ReloadRoute::reply));
    }

    private static Outcome end(Supplier<CompletableFuture<TrialAnswer>> ending, Request request, JsonObject body) {
        Reply complaint = body.complaint(request.path());
        if (complaint != null) {
            return complaint;
        }
        return new Outcome.Later(ending.get()
                .thenApply(answer -> answer instanceof TrialAnswer.Ended ended
                        ? reply(ended.result())
                        : Reply.error(
                                HttpResponseStatus.CONFLICT,
                                "conflict",
                                "no configuration waits to be confirmed",
                                request.path())));
    }

    private static Reply reply(ReloadResult result) {
        Map<String, Object> document = new LinkedHashMap<>();
        if (result instanceof ReloadResult.Applied applied) {
            document.put("applied", true);
            document.put("version", applied.version());
            document.put("changes", applied.changes());
            if (applied.confirm() != null) {
                document.put("confirm_within_seconds", applied.confirm().toSeconds());
            }
            return Reply.json(document);
        }
        document.put("applied", false);
        document.put("problems", ((ReloadResult.Refused) result).problems()); // the only other kind
        return Reply.json(document).as(HttpResponseStatus.UNPROCESSABLE_ENTITY);
    }
}
