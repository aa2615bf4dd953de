package io.sluice.admin;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.sluice.control.Sessions;
import io.sluice.model.Cidr;
import io.sluice.model.Endpoint;
import io.sluice.stats.LiveSession;
import io.sluice.stats.LiveSessions;
import io.sluice.stats.SessionFilter;
import io.sluice.stats.SessionId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The calls about open sessions: list them, close one. */
public final class SessionRoutes {

    static final int DEFAULT_LIMIT = 1_000;
    static final int MOST = 10_000;

    private static final List<String> NAMES = List.of("pool", "backend", "source", "limit");
    private static final double NANOS_PER_SECOND = 1e9;

    private final Sessions sessions;

    private SessionRoutes(Sessions sessions) {
        this.sessions = sessions;
    }

    /** The table of these calls. Closing has no body, so it needs no type; no page can send it to another site unasked. */
    public static List<Route> of(Sessions sessions) {
        SessionRoutes routes = new SessionRoutes(sessions);
        return List.of(
                Route.get("/api/v1/sessions", routes::list),
                new Route(HttpMethod.DELETE, new PathPattern("/api/v1/sessions/{id}"), routes::kill));
    }

    private Outcome list(Request request) {
        Query query = request.query();
        List<String> wrong = new ArrayList<>();
        for (String name : query.names()) {
            if (!NAMES.contains(name)) {
                wrong.add(name + " (expected: one of " + String.join(", ", NAMES) + ")");
            }
        }
        String block = query.last("source");
        Cidr source = block == null ? null : Cidr.parse(block);
        if (block != null && source == null) {
            wrong.add("source (expected: an address or a block such as 10.0.0.0/8)");
        }
        int limit = limit(query.last("limit"));
        if (limit < 1) {
            wrong.add("limit (expected: 1 to " + MOST + ")");
        }
        if (!wrong.isEmpty()) {
            String message = "query: " + String.join("; ", wrong);
            return Reply.error(HttpResponseStatus.BAD_REQUEST, "bad_request", message, request.path());
        }
        SessionFilter filter = new SessionFilter(query.last("pool"), query.last("backend"), source, limit);
        return new Outcome.Later(sessions.list(filter).thenApply(list -> Reply.json(document(list))));
    }

    private static int limit(@Nullable String text) {
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        int limit = text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
        return limit <= MOST ? limit : 0;
    }

    private static Map<String, Object> document(LiveSessions list) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(
                "sessions", list.sessions().stream().map(SessionRoutes::view).toList());
        document.put("truncated", list.isCut());
        return document;
    }

    private static Map<String, Object> view(LiveSession session) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", session.id().toString());
        view.put("listener", session.listener());
        view.put("protocol", session.protocol().word());
        view.put("client", Endpoint.format(session.client()));
        view.put("pool", session.pool());
        view.put("backend", session.backend());
        view.put("age_seconds", Math.round(session.ageNanos() / NANOS_PER_SECOND * 1_000) / 1_000.0);
        view.put("bytes_in", session.bytesIn());
        view.put("bytes_out", session.bytesOut());
        return view;
    }

    private Outcome kill(Request request) {
        SessionId id = SessionId.parse(request.parameter("id"));
        if (id == null) {
            return missing(request);
        }
        return new Outcome.Later(sessions.kill(id)
                .thenApply(isDone -> isDone ? Reply.json(Map.of("id", id.toString())) : missing(request)));
    }

    private static Reply missing(Request request) {
        return Reply.error(HttpResponseStatus.NOT_FOUND, "not_found", "no open session of this name", request.path());
    }
}
