package io.sluice.admin;

import io.sluice.control.Inventory.Listener;
import io.sluice.model.Endpoint;
import io.sluice.model.Protocol;
import io.sluice.model.Refusal;
import io.sluice.stats.Direction;
import io.sluice.stats.Drop;
import io.sluice.stats.ListenerStats;
import java.util.LinkedHashMap;
import java.util.Map;

/** One listener as JSON. Pure. */
final class ListenerView {

    private ListenerView() {}

    static Map<String, Object> of(Listener listener) {
        ListenerStats stats = listener.stats();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("name", listener.name());
        view.put("protocol", listener.protocol().word());
        view.put(
                "addresses", listener.addresses().stream().map(Endpoint::format).toList());
        view.put("pool", listener.pool());
        view.put("max_sessions", listener.maxSessions());
        view.put("sessions", stats.active());
        view.put("sessions_total", stats.acceptedTotal());
        view.put("bytes_in", stats.bytes(Direction.IN));
        view.put("bytes_out", stats.bytes(Direction.OUT));
        view.put("refused", refused(stats));
        if (listener.protocol() == Protocol.UDP) {
            view.put("datagrams_in", stats.datagrams(Direction.IN));
            view.put("datagrams_out", stats.datagrams(Direction.OUT));
            view.put("dropped", dropped(stats));
        }
        return view;
    }

    private static Map<String, Object> refused(ListenerStats stats) {
        Map<String, Object> view = new LinkedHashMap<>();
        for (Refusal reason : Refusal.values()) {
            view.put(reason.label(), stats.refused().count(reason));
        }
        return view;
    }

    private static Map<String, Object> dropped(ListenerStats stats) {
        Map<String, Object> view = new LinkedHashMap<>();
        for (Drop reason : Drop.values()) {
            view.put(reason.label(), stats.dropped().count(reason));
        }
        return view;
    }
}
