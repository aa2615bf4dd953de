package io.sluice.stats;

import io.sluice.model.Cidr;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Which open sessions are asked for. Immutable.
 *
 * @param pool null = of any
 * @param backend null = on any, or on none yet
 * @param source null = from anywhere
 * @param limit of how many at most, at least 1
 */
public record SessionFilter(
        @Nullable String pool,
        @Nullable String backend,
        @Nullable Cidr source,
        int limit) {

    /**
     * True for a session that is asked for.
     *
     * @param itsBackend null while it has none
     */
    public boolean takes(String itsPool, @Nullable String itsBackend, InetAddress itsSource) {
        return (pool == null || pool.equals(itsPool))
                && (backend == null || backend.equals(itsBackend))
                && (source == null || source.contains(itsSource));
    }
}
