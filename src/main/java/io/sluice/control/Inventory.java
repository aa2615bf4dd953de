package io.sluice.control;

import io.sluice.guard.Places;
import io.sluice.health.HealthRecords;
import io.sluice.model.Protocol;
import io.sluice.net.LoopLag;
import io.sluice.pool.Member;
import io.sluice.pool.Pool;
import io.sluice.stats.ListenerStats;
import io.sluice.topology.RuntimeChanges;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What runs now, for those who only look: the admin API and the metrics. Every method is thread-safe and cheap. */
public interface Inventory {

    /** The listeners that are open, in configuration order. */
    List<Listener> listeners();

    /** The pools, in configuration order. */
    List<Pool> pools();

    /** Backends that the configuration has no more, as they were last, until their last session has ended. */
    default List<Member> departed() {
        return List.of();
    }

    /** What the probes found in this pool, or null when it has no check. */
    @Nullable
    HealthRecords health(String pool);

    /** True while results are recorded but no class changes. */
    boolean isHealthFrozen();

    /** What happens, as it happens. */
    Events events();

    Readiness readiness();

    Duration uptime();

    ConfigVersion config();

    /** How long the configuration in force still waits to be confirmed; null when it does not. */
    default @Nullable Duration confirmWithin() {
        return null;
    }

    /** What operators have changed at run time, as far as it is published. */
    default RuntimeChanges runtimeChanges() {
        return RuntimeChanges.NONE;
    }

    /** The session limit of the process and what is taken of it. */
    Places places();

    /** How late each worker runs what it is given. */
    List<LoopLag> lags();

    /** Session log lines that were lost because the writer fell behind. */
    long sessionLogLost();

    /**
     * One open listener.
     *
     * @param addresses as bound, port 0 replaced by what the kernel chose
     * @param pool the name of its pool
     */
    record Listener(
            String name,
            Protocol protocol,
            List<InetSocketAddress> addresses,
            String pool,
            int maxSessions,
            ListenerStats stats) {}

    /**
     * The configuration in force.
     *
     * @param version counts up from 1 with every one that comes into force
     * @param hash of the file's bytes
     * @param reloads how many were applied, refused and reverted, by these words
     */
    record ConfigVersion(long version, String hash, Map<String, Long> reloads) {

        public ConfigVersion {
            reloads = Map.copyOf(reloads);
        }

        public long reloads(String result) {
            return reloads.getOrDefault(result, 0L);
        }

        ConfigVersion next(String itsHash, String result) {
            return new ConfigVersion(version + 1, itsHash, counting(result).reloads);
        }

        ConfigVersion counting(String result) {
            Map<String, Long> counts = new HashMap<>(reloads);
            counts.merge(result, 1L, Long::sum);
            return new ConfigVersion(version, hash, counts);
        }
    }

    /** Whether new sessions are welcome. */
    enum Readiness {
        STARTING,
        READY,
        DRAINING;

        /** As the API writes it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
