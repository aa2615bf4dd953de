package io.sluice.admin;

import io.netty.handler.codec.http.HttpMethod;
import io.sluice.control.LogLevel;
import io.sluice.topology.LogSpec;
import java.util.List;
import java.util.Map;

/** The calls about the daemon's own log: its level, and another one. */
public final class LogRoutes {

    private static final String PATH = "/api/v1/log";

    private final LogLevel level;

    private LogRoutes(LogLevel level) {
        this.level = level;
    }

    /** The table of these calls. */
    public static List<Route> of(LogLevel level) {
        LogRoutes routes = new LogRoutes(level);
        return List.of(
                Route.get(PATH, request -> routes.document()), Route.change(HttpMethod.PATCH, PATH, routes::change));
    }

    private Outcome change(Request request, JsonObject body) {
        LogSpec.Level next = body.word("level", List.of(LogSpec.Level.values()));
        Reply complaint = body.complaint(request.path());
        if (complaint != null) {
            return complaint;
        }
        if (next != null) {
            level.set(next);
        }
        return document();
    }

    private Reply document() {
        return Reply.json(Map.of("level", level.now().word()));
    }
}
