package io.sluice.topology;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The keys that the configuration file has for what records call otherwise. Pure. */
final class RecordKeys {

    /** Whoever knows these can aim at one backend, or come in. */
    private static final Set<String> SECRETS = Set.of("seed", "token", "password");

    private static final Map<String, String> WRITTEN = Map.ofEntries(
            Map.entry("connect_timeout", "connect.timeout"),
            Map.entry("connect_attempts", "connect.attempts"),
            Map.entry("endpoint", "address"),
            Map.entry("failure.close_per_second", "on_failed.close"),
            Map.entry("failure.passive", "passive"),
            Map.entry("failure.passive.duration", "passive.for"),
            Map.entry("failure.passive.most_percent", "passive.max_ejected"),
            Map.entry("failure.passive.fall", "passive.fall"),
            Map.entry("check.probe", "check.type"),
            Map.entry("check.timing.interval", "check.interval"),
            Map.entry("check.timing.fast_interval", "check.fast_interval"),
            Map.entry("check.timing.timeout", "check.timeout"),
            Map.entry("check.path", "check.detour_of"));

    private RecordKeys() {}

    /** The key of a component of a record that stands at {@code prefix}. */
    static String below(String prefix, String component) {
        return prefix.isEmpty() ? snake(component) : prefix + "." + snake(component);
    }

    static String written(String path) {
        return WRITTEN.getOrDefault(path, path);
    }

    static boolean isSecret(String path) {
        return SECRETS.contains(path.substring(path.lastIndexOf('.') + 1));
    }

    /** {@code maxSessions} is {@code max_sessions}, {@code ToPool} is {@code to_pool}. */
    static String snake(String name) {
        return name.replaceAll("(?<=.)([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
