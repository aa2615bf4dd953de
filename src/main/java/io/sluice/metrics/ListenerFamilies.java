package io.sluice.metrics;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.sluice.control.Inventory.Listener;
import io.sluice.model.Protocol;
import io.sluice.model.Refusal;
import io.sluice.model.TerminationCode;
import io.sluice.stats.Direction;
import io.sluice.stats.Drop;
import java.util.List;

/** The metrics of the listeners while they are being read. Every reason and code is there from the start, at 0. */
final class ListenerFamilies {

    private final Counters sessions = new Counters(
            "sluice_listener_sessions", "Sessions that clients opened, refused ones included.", "listener", "protocol");
    private final Gauges active = new Gauges("sluice_listener_sessions_active", "Sessions open now.", "listener");
    private final Counters bytes = new Counters(
            "sluice_listener_bytes", "Bytes relayed from clients (in) and to clients (out).", "listener", "direction");
    private final Counters refused =
            new Counters("sluice_listener_refused", "Sessions that were not served, by reason.", "listener", "reason");
    private final Counters ended =
            new Counters("sluice_sessions_ended", "Sessions that ended, by termination code.", "listener", "code");
    private final Counters datagrams = new Counters(
            "sluice_udp_datagrams",
            "Datagrams relayed from clients (in) and to clients (out).",
            "listener",
            "direction");
    private final Counters dropped =
            new Counters("sluice_udp_dropped", "Datagrams that were not relayed, by reason.", "listener", "reason");

    private ListenerFamilies() {}

    static List<MetricSnapshot> of(List<Listener> listeners) {
        ListenerFamilies families = new ListenerFamilies();
        listeners.forEach(families::read);
        return List.of(
                families.sessions.snapshot(),
                families.active.snapshot(),
                families.bytes.snapshot(),
                families.refused.snapshot(),
                families.ended.snapshot(),
                families.datagrams.snapshot(),
                families.dropped.snapshot());
    }

    private void read(Listener listener) {
        String name = listener.name();
        sessions.add(listener.stats().acceptedTotal(), name, listener.protocol().word());
        active.add(listener.stats().active(), name);
        for (Direction direction : Direction.values()) {
            bytes.add(listener.stats().bytes(direction), name, direction.label());
        }
        for (Refusal reason : Refusal.values()) {
            refused.add(listener.stats().refused().count(reason), name, reason.label());
        }
        for (TerminationCode code : TerminationCode.values()) {
            ended.add(listener.stats().ended().count(code), name, code.code());
        }
        if (listener.protocol() == Protocol.UDP) {
            readDatagrams(listener);
        }
    }

    private void readDatagrams(Listener listener) {
        for (Direction direction : Direction.values()) {
            datagrams.add(listener.stats().datagrams(direction), listener.name(), direction.label());
        }
        for (Drop reason : Drop.values()) {
            dropped.add(listener.stats().dropped().count(reason), listener.name(), reason.label());
        }
    }
}
