package io.sluice.tcp;

import io.sluice.guard.Entrance;
import io.sluice.pool.Pool;
import io.sluice.stats.ListenerStats;
import io.sluice.stats.SessionLog;
import java.util.concurrent.TimeUnit;

/**
 * What a TCP listener's new sessions go by. Immutable; a session keeps the settings it began with.
 *
 * @param listener its name
 * @param idleNanos after which a session without progress ends
 * @param halfCloseNanos the same, once one side has ended its direction
 */
public record TcpSettings(
        String listener,
        Pool pool,
        Entrance entrance,
        ListenerStats stats,
        SessionLog log,
        long idleNanos,
        long halfCloseNanos) {

    private static final long MAX_USER_TIMEOUT_MILLIS = TimeUnit.MINUTES.toMillis(15);

    /** How long the kernel lets bytes of ours go unacknowledged before it gives a connection up. */
    long userTimeoutMillis() {
        return Math.min(Math.max(TimeUnit.NANOSECONDS.toMillis(idleNanos), 1000), MAX_USER_TIMEOUT_MILLIS);
    }
}
