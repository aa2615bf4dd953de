package io.sluice.admin;

import io.sluice.model.Endpoint;
import io.sluice.topology.Change;
import io.sluice.topology.ClientMoves;
import io.sluice.topology.ListenerSpec;
import io.sluice.topology.LiveView;
import io.sluice.topology.PoolSpec;
import io.sluice.topology.Risk;
import io.sluice.topology.Risks;
import io.sluice.topology.Setting;
import io.sluice.topology.Topology;
import io.sluice.topology.TopologyDiff;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The document of a plan: everything that a reload would change, by what it is about. */
final class PlanView {

    private final Topology running;
    private final Topology next;
    private final LiveView live;
    private final TopologyDiff diff;

    private PlanView(Topology running, Topology next, LiveView live) {
        this.running = running;
        this.next = next;
        this.live = live;
        this.diff = TopologyDiff.between(running, next);
    }

    /** May take some milliseconds for each pool with a consistent scheduler: not for an event loop. */
    static Map<String, Object> of(Topology running, Topology next, LiveView live) {
        return new PlanView(running, next, live).document();
    }

    private Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("changes", diff.changes().size());
        document.put("listeners", listeners());
        document.put("pools", pools());
        document.put("backends", backends());
        document.put("clients_moved", moved());
        document.put("process", list(Change.ProcessChanged.class, Change.ProcessChanged::settings));
        document.put("restart", list(Change.RestartNeeded.class, Change.RestartNeeded::settings));
        document.put(
                "risks",
                Risks.of(running, next, live).stream().map(PlanView::risk).toList());
        return document;
    }

    private static Map<String, Object> risk(Risk risk) {
        return object("place", risk.place(), "reason", risk.words());
    }

    /** Process and restart hold settings only: they stand in the list by themselves. */
    private <C extends Change> List<Map<String, Object>> list(Class<C> kind, Function<C, List<Setting>> settings) {
        return diff.of(kind).stream()
                .flatMap(change -> settings.apply(change).stream())
                .map(PlanView::setting)
                .toList();
    }

    private Map<String, Object> listeners() {
        return object(
                "opened",
                views(Change.ListenerOpened.class, change -> listener(change.listener())),
                "closed",
                views(Change.ListenerClosed.class, change -> listener(change.listener())),
                "changed",
                views(Change.ListenerChanged.class, this::changed));
    }

    private Map<String, Object> changed(Change.ListenerChanged change) {
        return object(
                "name", change.listener().name(),
                "addresses_gained", texts(change.gained()),
                "addresses_lost", texts(change.lost()),
                "settings", settings(change.settings()),
                "sessions", live.sessionsOf(change.listener().name()));
    }

    private Map<String, Object> listener(ListenerSpec spec) {
        return object(
                "name", spec.name(),
                "protocol", spec.protocol().word(),
                "addresses", texts(spec.addresses()),
                "pool", spec.pool(),
                "sessions", live.sessionsOf(spec.name()));
    }

    private Map<String, Object> pools() {
        return object(
                "added",
                views(Change.PoolAdded.class, change -> pool(change.pool())),
                "removed",
                views(Change.PoolRemoved.class, change -> pool(change.pool())),
                "changed",
                views(
                        Change.PoolChanged.class,
                        change -> object("name", change.pool(), "settings", settings(change.settings()))));
    }

    private Map<String, Object> pool(PoolSpec spec) {
        int sessions = spec.backends().stream()
                .mapToInt(backend -> live.sessionsOf(spec.name(), backend.name()))
                .sum();
        return object(
                "name",
                spec.name(),
                "scheduler",
                spec.scheduler().name(),
                "backends",
                spec.backends().size(),
                "sessions",
                sessions);
    }

    private Map<String, Object> backends() {
        return object(
                "added",
                views(
                        Change.BackendAdded.class,
                        change -> object("pool", change.pool(), "name", change.backend(), "address", change.address())),
                "removed",
                views(
                        Change.BackendRemoved.class,
                        change -> object(
                                "pool", change.pool(),
                                "name", change.backend(),
                                "address", change.address(),
                                "sessions", live.sessionsOf(change.pool(), change.backend()))),
                "changed",
                views(
                        Change.BackendChanged.class,
                        change -> object(
                                "pool", change.pool(),
                                "name", change.backend(),
                                "settings", settings(change.settings()),
                                "sessions", live.sessionsOf(change.pool(), change.backend()))));
    }

    /** For each pool that differs and has a consistent scheduler, before and after. */
    private List<Map<String, Object>> moved() {
        List<Map<String, Object>> moved = new ArrayList<>();
        for (PoolSpec now : next.pools()) {
            for (PoolSpec old : running.pools()) {
                double share = old.name().equals(now.name()) && !old.equals(now) ? ClientMoves.share(old, now) : -1;
                if (share >= 0) {
                    moved.add(object("pool", now.name(), "share", share));
                }
            }
        }
        return moved;
    }

    private <C extends Change> List<Map<String, Object>> views(Class<C> kind, Function<C, Map<String, Object>> view) {
        return diff.of(kind).stream().map(view).toList();
    }

    private static List<Map<String, Object>> settings(List<Setting> settings) {
        return settings.stream().map(PlanView::setting).toList();
    }

    private static Map<String, Object> setting(Setting setting) {
        return object("key", setting.key(), "from", setting.from(), "to", setting.to());
    }

    private static List<String> texts(List<InetSocketAddress> addresses) {
        return addresses.stream().map(Endpoint::format).toList();
    }

    private static Map<String, Object> object(Object... keysAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            object.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return object;
    }
}
