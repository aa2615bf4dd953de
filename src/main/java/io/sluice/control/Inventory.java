package io.sluice.control;

import io.sluice.guard.Places;
import io.sluice.health.HealthRecords;
import io.sluice.model.Protocol;
import io.sluice.net.LoopLag;
import io.sluice.pool.Member;
import io.sluice.pool.Pool;
import io.sluice.stats.ListenerStats;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
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

    /** The configuration in force: counts up from 1 with every one applied; the hash is of the file's bytes. */
    record ConfigVersion(long version, String hash, long reloadsApplied, long reloadsRefused) {}

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
