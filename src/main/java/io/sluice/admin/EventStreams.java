package io.sluice.admin;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.sluice.control.Events;
import org.jspecify.annotations.Nullable;

/** Answers {@code GET /api/v1/events}. On the admin loop, so the count of its streams is exact. */
public final class EventStreams implements Handler {

    /** A part of the connections, so that those who only listen never keep out those who act. */
    static final int LIMIT = 16;

    private static final long HEARTBEAT_MILLIS = 15_000;

    private final Events events;
    private final long heartbeatMillis;
    private int open;

    EventStreams(Events events, long heartbeatMillis) {
        this.events = events;
        this.heartbeatMillis = heartbeatMillis;
    }

    /** The route of these streams. */
    public static Route route(Events events) {
        return Route.get("/api/v1/events", new EventStreams(events, HEARTBEAT_MILLIS));
    }

    @Override
    public Outcome answer(Request request) {
        String complaint = EventFilter.complaint(request.query());
        if (complaint != null) {
            return bad(complaint, request);
        }
        String since = request.query().last("since");
        if (since != null && number(since) < 0) {
            return bad("since: " + since + " (expected: the id of an event)", request);
        }
        if (request.isHead()) {
            return Reply.of(HttpResponseStatus.OK, EventText.CONTENT_TYPE, "");
        }
        if (open == LIMIT) {
            return Reply.error(
                    HttpResponseStatus.TOO_MANY_REQUESTS,
                    "too_many_streams",
                    LIMIT + " streams of events are open already",
                    request.path());
        }
        return new EventStream(events, EventFilter.of(request.query()), reached(request, since), this);
    }

    private static Reply bad(String message, Request request) {
        return Reply.error(HttpResponseStatus.BAD_REQUEST, "bad_request", message, request.path());
    }

    /** A browser that comes back repeats its first address, so what it has seen since says more. */
    private long reached(Request request, @Nullable String since) {
        long seen = number(request.head().headers().get("last-event-id", ""));
        if (seen < 0) {
            seen = since == null ? events.last() : number(since);
        }
        boolean isAll = seen == 0 || seen > events.last(); // an id of a daemon that ran before: all of ours are new
        return isAll ? events.oldest() - 1 : seen;
    }

    /** Negative when it is no number that an event could have. */
    private static long number(String text) {
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
    }

    long heartbeatMillis() {
        return heartbeatMillis;
    }

    void opened() {
        open++;
    }

    void closed() {
        open--;
    }
}
