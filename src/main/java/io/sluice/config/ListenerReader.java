package io.sluice.config;

import io.sluice.config.ListenerDraft.Bound;
import io.sluice.model.Cidr;
import io.sluice.model.Protocol;
import io.sluice.topology.ListenerSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the sections below {@code listeners}. One for a whole file, since the file as a whole may only have so many addresses. */
final class ListenerReader {

    static final int MAX_SESSIONS = 20_000;
    static final Duration TCP_IDLE_TIMEOUT = Duration.ofHours(1);
    static final Duration UDP_IDLE_TIMEOUT = Duration.ofSeconds(60);
    static final Duration HALF_CLOSE_TIMEOUT = Duration.ofMinutes(5);

    private static final int MOST_PER_LISTENER = 4096;
    private static final int MOST_PER_FILE = 65_536;
    private static final EnumText<Protocol> PROTOCOL = EnumText.of(Protocol.class);

    private int addressesLeft = MOST_PER_FILE;

    ListenerDraft read(String name, Section section) {
        List<Bound> bound = bound(section.require("listen", ListenText.INSTANCE.expected()));
        Protocol written = protocol(section);
        Protocol protocol = written == null ? Protocol.TCP : written;
        Value pool = section.require("pool", "the name of a pool");
        String poolName = pool == null ? null : pool.read(NameText.INSTANCE);
        int maxSessions = section.count("max_sessions", MAX_SESSIONS, 0);
        Duration idle = section.get("idle_timeout", DurationText.TIMEOUT, idleTimeout(protocol));
        Duration halfClose = halfCloseTimeout(section, written);
        List<Cidr> allow = CidrText.list(section, "allow");
        List<Cidr> deny = CidrText.list(section, "deny");
        Section udp = udp(section, written);
        ListenerSpec spec = new ListenerSpec(
                name,
                bound.stream().map(Bound::address).toList(),
                protocol,
                poolName == null ? "" : poolName,
                maxSessions,
                allow,
                deny,
                idle,
                halfClose,
                datagrams(udp, "responses"),
                datagrams(udp, "requests"));
        udp.close();
        section.close();
        return new ListenerDraft(spec, section.path(), bound, poolName == null ? null : pool);
    }

    private List<Bound> bound(@Nullable Value listen) {
        if (listen == null) {
            return List.of();
        }
        List<Value> written = listen.isList() ? listen.items("") : List.of(listen);
        if (written.isEmpty()) {
            listen.reject("at least one address");
        }
        int most = Math.min(MOST_PER_LISTENER, addressesLeft);
        List<Bound> bound = new ArrayList<>();
        for (Value value : written) {
            PortRange range = value.read(ListenText.INSTANCE);
            if (range != null && bound.size() + range.size() > most) {
                value.reject("at most " + MOST_PER_LISTENER + " ports in a listener, " + MOST_PER_FILE + " in a file");
            } else if (range != null) {
                range.addresses().forEach(address -> bound.add(new Bound(address, value)));
            }
        }
        addressesLeft -= bound.size();
        return bound;
    }

    /** Null, once a problem is noted, when it is none that exists: then nothing that hangs on it is a problem, too. */
    private static @Nullable Protocol protocol(Section section) {
        Value value = section.find("protocol");
        return value == null ? Protocol.TCP : value.read(PROTOCOL);
    }

    private static Duration idleTimeout(Protocol protocol) {
        return protocol == Protocol.TCP ? TCP_IDLE_TIMEOUT : UDP_IDLE_TIMEOUT;
    }

    private static Duration halfCloseTimeout(Section section, @Nullable Protocol protocol) {
        Value value = section.find("half_close_timeout");
        if (value != null && protocol == Protocol.UDP) {
            value.reject("no such key under protocol udp");
            return HALF_CLOSE_TIMEOUT;
        }
        return section.get("half_close_timeout", DurationText.TIMEOUT, HALF_CLOSE_TIMEOUT);
    }

    private static Section udp(Section section, @Nullable Protocol protocol) {
        Value value = section.find("udp");
        if (value != null && !value.isNull() && protocol == Protocol.TCP) {
            value.reject("this section under protocol udp only");
        }
        return section.section("udp");
    }

    private static int datagrams(Section udp, String key) {
        Value value = udp.find(key);
        return value == null || value.isNull() ? 0 : udp.count(key, 0, 1);
    }
}
