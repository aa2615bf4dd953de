package io.sluice.stats;

import io.sluice.model.Protocol;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One open session at one moment. Immutable.
 *
 * @param backend null while none is picked, or while it waits for one
 * @param bytesIn from the client
 * @param bytesOut to the client
 */
public record LiveSession(
        SessionId id,
        String listener,
        Protocol protocol,
        InetSocketAddress client,
        String pool,
        @Nullable String backend,
        long ageNanos,
        long bytesIn,
        long bytesOut) {}
