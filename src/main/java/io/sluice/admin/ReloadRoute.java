package io.sluice.admin;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.sluice.control.ReloadResult;
import io.sluice.control.Reloader;
import java.util.LinkedHashMap;
import java.util.Map;

/** The call that has the daemon read its configuration again. */
public final class ReloadRoute {

    private final Reloader reloader;

    private ReloadRoute(Reloader reloader) {
        this.reloader = reloader;
    }

    /** {@code POST /api/v1/reload}. */
    public static Route of(Reloader reloader) {
        return Route.change(HttpMethod.POST, "/api/v1/reload", new ReloadRoute(reloader)::reload);
    }

    private Outcome reload(Request request, JsonObject body) {
        boolean force = body.flag("force");
        Reply complaint = body.complaint(request.path());
        if (complaint != null) {
            return complaint;
        }
        return new Outcome.Later(reloader.reload(force).thenApply(ReloadRoute::reply));
    }

    private static Reply reply(ReloadResult result) {
        Map<String, Object> document = new LinkedHashMap<>();
        if (result instanceof ReloadResult.Applied applied) {
            document.put("applied", true);
            document.put("version", applied.version());
            document.put("changes", applied.changes());
            return Reply.json(document);
        }
        document.put("applied", false);
        document.put("problems", ((ReloadResult.Refused) result).problems()); // the only other kind
        Reply reply = Reply.json(document);
        return new Reply(HttpResponseStatus.UNPROCESSABLE_ENTITY, reply.contentType(), reply.body(), reply.headers());
    }
}
