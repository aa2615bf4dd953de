package io.sluice.control;

import io.sluice.model.Endpoint;
import io.sluice.net.Rebinding;
import io.sluice.pool.Pool;
import io.sluice.stats.ListenerStats;
import io.sluice.topology.ListenerSpec;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The step from the listeners that are open to those that a configuration wants. Making it binds everything that is new; then it
 * is either committed or abandoned. A listener is the same one when its name and protocol are, or when a name that is gone and a
 * new one share an address: then it has been renamed, and keeps its sockets. Used on the control loop only.
 */
final class ListenerChanges {

    /** @param before null when it was not open until now */
    private record Planned(
            RunningListener listener, @Nullable ListenerSpec before, ListenerSpec next, Rebinding rebinding) {}

    private final ListenerMaker maker;
    private final List<RunningListener> open;
    private final List<RunningListener> leaving;
    private final List<RunningListener> removed;
    private final List<Planned> planned = new ArrayList<>();
    private final List<RunningListener> result = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();

    /**
     * Prepares.
     *
     * @param leaving removed ones whose sessions go on
     */
    ListenerChanges(
            ListenerMaker maker,
            List<RunningListener> open,
            List<RunningListener> leaving,
            List<ListenerSpec> next,
            Function<String, Pool> pools) {
        this.maker = maker;
        this.open = open;
        this.leaving = leaving;
        this.removed = new ArrayList<>(open);
        List<@Nullable RunningListener> before = new ArrayList<>();
        for (ListenerSpec spec : next) {
            RunningListener same = predecessor(spec, next);
            removed.remove(same);
            before.add(same);
        }
        Predicate<InetSocketAddress> isOurs = givenUp(before, next)::covers;
        for (int i = 0; i < next.size(); i++) {
            plan(before.get(i), next.get(i), pools.apply(next.get(i).pool()), isOurs);
        }
        listen();
        if (!problems.isEmpty()) {
            planned.forEach(each -> each.rebinding().abandon());
        }
    }

    private @Nullable RunningListener predecessor(ListenerSpec spec, List<ListenerSpec> next) {
        for (RunningListener each : removed) {
            if (each.spec().name().equals(spec.name()) && each.spec().protocol() == spec.protocol()) {
                return each;
            }
        }
        for (RunningListener each : removed) {
            boolean isGone = next.stream()
                    .noneMatch(other -> other.name().equals(each.spec().name()));
            boolean isNew = open.stream().noneMatch(other -> other.spec().name().equals(spec.name()));
            if (isGone && isNew && shareAnAddress(each.spec(), spec)) {
                return each;
            }
        }
        return null;
    }

    /** True when a socket of the one could serve the other: port 0 is another port each time. */
    static boolean shareAnAddress(ListenerSpec one, ListenerSpec other) {
        return one.protocol() == other.protocol()
                && one.addresses().stream()
                        .anyMatch(address ->
                                address.getPort() != 0 && other.addresses().contains(address));
    }

    private GivenUp givenUp(List<@Nullable RunningListener> before, List<ListenerSpec> next) {
        GivenUp givenUp = new GivenUp();
        removed.forEach(each -> givenUp.add(each.spec(), List.of()));
        for (int i = 0; i < next.size(); i++) {
            RunningListener same = before.get(i);
            if (same != null) {
                givenUp.add(same.spec(), next.get(i).addresses());
            }
        }
        return givenUp;
    }

    private void plan(
            @Nullable RunningListener before, ListenerSpec spec, Pool pool, Predicate<InetSocketAddress> isOurs) {
        if (before != null && before.spec().equals(spec)) {
            result.add(before);
            return;
        }
        RunningListener listener = before == null ? maker.make(spec, pool, stats(spec.name())) : before;
        try {
            Rebinding rebinding = maker.rebind(listener, spec, pool, isOurs);
            planned.add(new Planned(listener, before == null ? null : before.spec(), spec, rebinding));
            result.add(listener.as(spec));
        } catch (IOException e) {
            cannotOpen(spec, e);
        }
    }

    /** The counters of a name go on while any session of it lives. */
    private ListenerStats stats(String name) {
        for (RunningListener each : open) {
            if (each.spec().name().equals(name)) {
                return each.stats();
            }
        }
        for (RunningListener each : leaving) {
            if (each.spec().name().equals(name)) {
                return each.stats();
            }
        }
        return new ListenerStats();
    }

    private void listen() {
        for (Planned each : planned) {
            try {
                if (problems.isEmpty()) {
                    each.rebinding().listen();
                }
            } catch (IOException e) {
                cannotOpen(each.next(), e);
            }
        }
    }

    private void cannotOpen(ListenerSpec spec, IOException e) {
        problems.add("listener=" + spec.name() + " cannot be opened: " + e.getMessage());
    }

    /** Why this cannot be committed, and has been abandoned; empty when it can. */
    List<String> problems() {
        return problems;
    }

    /** Gives everything back that was bound. */
    void abandon() {
        planned.forEach(each -> each.rebinding().abandon());
    }

    /** Puts it in force; completes when the new ones take clients and the old ones take none. */
    CompletableFuture<Void> commit() {
        List<CompletableFuture<Void>> done = new ArrayList<>();
        for (Planned each : planned) {
            done.add(each.rebinding().commit());
            tell(each);
        }
        for (RunningListener each : removed) {
            int sessions = each.sessions();
            done.add(each.leave());
            lines.add("listener " + each.spec().name() + ": removed, sessions that go on: " + sessions);
        }
        return CompletableFuture.allOf(done.toArray(CompletableFuture[]::new));
    }

    private void tell(Planned each) {
        ListenerSpec before = each.before();
        String name = "listener " + each.next().name() + ": ";
        if (before == null) {
            lines.add(name + "added, "
                    + String.join(
                            " ",
                            each.listener().addresses().stream()
                                    .map(Endpoint::format)
                                    .toList()));
        } else {
            Wording.of(before, each.next()).forEach(words -> lines.add(name + words));
        }
    }

    /** All that are open after the commit. */
    List<RunningListener> result() {
        return result;
    }

    /** Those that take nobody any more after the commit. */
    List<RunningListener> removed() {
        return removed;
    }

    /** What was changed, in words; after the commit. */
    List<String> lines() {
        return lines;
    }
}
