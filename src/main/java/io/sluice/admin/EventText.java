package io.sluice.admin;

import io.sluice.control.Event;
import io.sluice.control.Happening;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Events in the form of a stream of server-sent events (HTML Living Standard, 9.2). Pure. */
final class EventText {

    static final String CONTENT_TYPE = "text/event-stream";
    /** Sets how long a browser waits before it comes back, and makes the head of the answer go out at once. */
    static final String OPENING = "retry: 2000\n\n";

    static final String HEARTBEAT = ": still here\n\n";

    private EventText() {}

    static String of(Event event) {
        return "id: " + event.id() + "\nevent: " + event.happening().kind().word() + "\ndata: "
                + JsonText.of(document(event)) + "\n";
    }

    /** The reader was too slow, or away for too long: these are no longer kept. */
    static String lost(long first, long last) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("first", first);
        view.put("last", last);
        return "event: lost\ndata: " + JsonText.of(view) + "\n";
    }

    private static Map<String, Object> document(Event event) {
        Happening happening = event.happening();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", event.id());
        view.put("time", Instant.ofEpochMilli(event.epochMillis()).toString());
        view.put("kind", happening.kind().word());
        view.put("pool", happening.pool());
        view.put("backend", happening.backend());
        view.put("from", happening.from());
        view.put("to", happening.to());
        view.put("reason", happening.reason());
        view.put("detail", happening.detail());
        return view;
    }
}
