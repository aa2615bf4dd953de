package io.sluice.config;

import io.sluice.config.Origins.Origin;
import io.sluice.config.PoolDraft.Member;
import io.sluice.topology.AdminSpec;
import io.sluice.topology.LogSpec;
import io.sluice.topology.LogSpec.Format;
import io.sluice.topology.LogSpec.Level;
import io.sluice.topology.LogSpec.Sessions;
import io.sluice.topology.RuntimeSpec;
import io.sluice.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the whole file section by section, then checks what one section says against the others. What it answers is worth
 * nothing once a problem was noted.
 */
final class TopologyReader {

    static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(30);
    private final Section root;
    private final Problems problems;
    private final List<ListenerDraft> listeners = new ArrayList<>();
    private final List<PoolDraft> pools = new ArrayList<>();

    TopologyReader(Value root) {
        this.root = root.section("a mapping");
        this.problems = root.problems();
    }

    Topology read() {
        Section runtimeSection = root.section("runtime");
        boolean allowsExec = runtimeSection.flag("allow_exec", false);
        RuntimeSpec runtime = runtime(runtimeSection);
        AdminSpec admin = new AdminReader(root.section("admin")).read();
        LogSpec log = log(root.section("log"));
        ListenerReader reader = new ListenerReader();
        named("listeners").forEach((name, section) -> listeners.add(reader.read(name, section)));
        named("pools").forEach((name, section) -> {
            pools.add(PoolReader.read(name, section));
            ExecPermission.check(section, allowsExec);
        });
        root.close();
        Topology topology = new Topology(
                runtime,
                admin,
                log,
                listeners.stream().map(ListenerDraft::spec).toList(),
                pools.stream().map(PoolDraft::spec).toList());
        PoolUsers users = new PoolUsers(topology.listeners(), topology.pools());
        PoolReferences.check(listeners, pools, users);
        AddressChecks.check(admin, listeners, pools, users);
        return topology;
    }

    private static RuntimeSpec runtime(Section section) {
        int workers = section.get("workers", WorkersText.INSTANCE, 0);
        Duration drainTimeout = section.get("drain_timeout", DurationText.ANY, DRAIN_TIMEOUT);
        boolean watch = section.flag("watch", false);
        section.close();
        return new RuntimeSpec(workers, drainTimeout, watch);
    }

    private static LogSpec log(Section section) {
        Level level = section.get("level", EnumText.of(Level.class), Level.INFO);
        Sessions sessions = section.get("sessions", SessionsText.INSTANCE, new Sessions.Off());
        Format format = section.get("format", EnumText.of(Format.class), Format.TEXT);
        section.close();
        return new LogSpec(level, sessions, format);
    }

    /** The named sections below this key; at least one is needed. */
    private Map<String, Section> named(String key) {
        String expected = "a mapping with at least one name";
        Value value = root.require(key, expected);
        if (value == null) {
            return Map.of();
        }
        Map<String, Section> sections = value.section(expected).named("a mapping");
        if (value.isMapping() && sections.isEmpty()) {
            value.reject(expected);
        }
        return sections;
    }

    /** Where the backends' addresses are written. */
    Origins origins() {
        Map<String, Origin> origins = new HashMap<>();
        for (PoolDraft pool : pools) {
            int index = 0;
            for (Member member : pool.backends()) {
                Value address = member.address();
                origins.put(Origins.key(pool.spec().name(), index++), new Origin(address.path(), address.place()));
            }
        }
        return new Origins(problems.file(), origins);
    }
}
