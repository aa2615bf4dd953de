package io.sluice.pool;

/**
 * How a pool's backends are connected.
 *
 * @param timeoutNanos for one attempt
 * @param attempts distinct backends that one session may try
 */
public record ConnectPolicy(long timeoutNanos, int attempts) {}
