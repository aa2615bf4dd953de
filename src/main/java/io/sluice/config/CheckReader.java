package io.sluice.config;

import io.sluice.health.CheckSpec;
import io.sluice.health.Probe;
import io.sluice.health.ProbePath;
import io.sluice.health.Probes;
import io.sluice.health.Reference;
import io.sluice.health.TcpProbe;
import io.sluice.health.Timing;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code check} of a pool: what all types have in common here, what one type has from its own options. */
final class CheckReader {

    static final String TYPE = "tcp";
    static final Duration INTERVAL = Duration.ofSeconds(5);
    static final Duration TIMEOUT = Duration.ofSeconds(2);
    static final int FALL = 3;
    static final int RISE = 2;
    static final int SAMPLING = 10;

    private static final int MOST_IN_A_ROW = 1_000;
    private static final int MOST_SAMPLING = 1_000;
    private static final int MOST_PORT = 65_535;
    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(10);
    private static final DurationText INTERVALS = new DurationText(SHORTEST_INTERVAL, Duration.ofHours(24));
    private static final DurationText TIMEOUTS = new DurationText(Duration.ofMillis(1), Duration.ofHours(1));

    private CheckReader() {}

    /** Null when the pool has none. */
    static @Nullable CheckSpec read(Section pool) {
        Value written = pool.find("check");
        if (written == null) {
            return null;
        }
        Section check = written.section("a mapping");
        Probe probe = probe(check);
        Timing timing = timing(check);
        int fall = (int) check.number("fall", FALL, 1, MOST_IN_A_ROW);
        int rise = (int) check.number("rise", RISE, 1, MOST_IN_A_ROW);
        int sampling = (int) check.number("sampling", SAMPLING, 1, MOST_SAMPLING);
        int port =
                (int) nullable(check, "port", new NumberText(1, MOST_PORT), 0L).longValue();
        Reference connectivity = find(check, "connectivity", ReferenceText.INSTANCE);
        ProbePath path = ProbePath.read(check);
        if (probe != null && !probe.isOverStream() && !path.detour().isEmpty()) {
            check.reject("detour_of", "no proxies, as this check does not go over TCP");
        }
        if (probe != null) {
            check.close(); // else its other keys may be of the type that was meant
        }
        return new CheckSpec(
                probe == null ? new TcpProbe() : probe, timing, fall, rise, sampling, port, connectivity, path);
    }

    private static @Nullable Probe probe(Section check) {
        Value written = check.find("type");
        String type = written == null ? TYPE : written.read(new WordText(Probes.types()));
        return type == null ? null : Probes.create(type, check);
    }

    private static Timing timing(Section check) {
        Duration interval = check.get("interval", INTERVALS, INTERVAL);
        Duration fast = find(check, "fast_interval", new DurationText(SHORTEST_INTERVAL, interval));
        Duration timeout = check.get("timeout", TIMEOUTS, TIMEOUT);
        return new Timing(interval, fast, timeout);
    }

    private static <T> T nullable(Section check, String key, Format<T> format, T fallback) {
        T found = find(check, key, format);
        return found == null ? fallback : found;
    }

    /** Null when the key is absent, {@code null} or, once a problem is noted, wrong. */
    private static <T> @Nullable T find(Section check, String key, Format<T> format) {
        Value value = check.find(key);
        return value == null || value.isNull() ? null : value.read(format);
    }
}
