package io.sluice.stats;

import io.sluice.model.Protocol;
import io.sluice.model.TerminationCode;
import org.jspecify.annotations.Nullable;

/**
 * What the session log says of one ended session.
 *
 * @param endedAtMillis wall clock, milliseconds since 1970
 * @param client address and port
 * @param pool null when no pool was asked
 * @param backend null when none was picked
 * @param connectNanos how long connecting took; negative when no backend was connected
 * @param attempts backends tried
 * @param reason in words
 */
public record SessionRecord(
        long endedAtMillis,
        String listener,
        Protocol protocol,
        String client,
        @Nullable String pool,
        @Nullable String backend,
        long bytesIn,
        long bytesOut,
        long connectNanos,
        long durationNanos,
        int attempts,
        TerminationCode code,
        String reason) {}
