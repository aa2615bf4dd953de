package io.sluice.control;

import io.sluice.model.Endpoint;
import io.sluice.topology.ListenerSpec;
import io.sluice.topology.PoolSpec;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Says in words what is different between two specifications of the same thing: one line per key. Pure. */
final class Wording {

    private final List<String> lines = new ArrayList<>();

    private Wording() {}

    /** Of one listener. */
    static List<String> of(ListenerSpec before, ListenerSpec after) {
        Wording wording = new Wording();
        wording.value("name", before.name(), after.name());
        wording.value("listen", addresses(before.addresses()), addresses(after.addresses()));
        wording.value("pool", before.pool(), after.pool());
        wording.value("max_sessions", before.maxSessions(), after.maxSessions());
        wording.list("allow", before.allow(), after.allow());
        wording.list("deny", before.deny(), after.deny());
        wording.value("idle_timeout", before.idleTimeout(), after.idleTimeout());
        wording.value("half_close_timeout", before.halfCloseTimeout(), after.halfCloseTimeout());
        wording.value("responses", before.responses(), after.responses());
        wording.value("requests", before.requests(), after.requests());
        return wording.lines;
    }

    /** Of one pool, its backends left aside. */
    static List<String> of(PoolSpec before, PoolSpec after) {
        Wording wording = new Wording();
        if (!before.scheduler().name().equals(after.scheduler().name())) {
            wording.value(
                    "scheduler", before.scheduler().name(), after.scheduler().name());
        } else {
            wording.whole("scheduler", before.scheduler(), after.scheduler());
        }
        wording.value("connect.timeout", before.connectTimeout(), after.connectTimeout());
        wording.value("connect.attempts", before.connectAttempts(), after.connectAttempts());
        wording.whole("fallback", before.fallback(), after.fallback());
        wording.whole("pick", before.pick(), after.pick());
        wording.whole("failure", before.failure(), after.failure());
        wording.value("slow_start", before.slowStart(), after.slowStart());
        wording.whole("check", before.check(), after.check());
        wording.whole("queue", before.queue(), after.queue());
        wording.whole("affinity", before.affinity(), after.affinity());
        return wording.lines;
    }

    private void value(String key, Object before, Object after) {
        if (!before.equals(after)) {
            lines.add(key + " " + text(before) + " -> " + text(after));
        }
    }

    private void list(String key, List<?> before, List<?> after) {
        if (!before.equals(after)) {
            lines.add(key + " changed, entries: " + before.size() + " -> " + after.size());
        }
    }

    /** What has too many parts to be shown. */
    private void whole(String key, @Nullable Object before, @Nullable Object after) {
        if (!Objects.equals(before, after)) {
            lines.add(key + (before == null ? " added" : after == null ? " removed" : " changed"));
        }
    }

    private static String text(Object value) {
        return value instanceof Duration duration ? duration.toMillis() + "ms" : value.toString();
    }

    private static String addresses(List<InetSocketAddress> addresses) {
        return String.join(" ", addresses.stream().map(Endpoint::format).toList());
    }
}
