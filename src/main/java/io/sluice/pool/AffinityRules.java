package io.sluice.pool;

import java.time.Duration;

/**
 * How clients are remembered, by the masked source address. Immutable.
 *
 * @param mask how many leading bits of an IPv4 address make a client, 1 to 32
 * @param mask6 the same for IPv6, 1 to 128
 * @param timeout how long after its last new session a client is remembered
 * @param max clients that are remembered at once
 * @param drained what becomes of the clients of a backend that is drained
 */
public record AffinityRules(int mask, int mask6, Duration timeout, int max, Drained drained) {

    /** What a client does whose backend is draining, or has weight 0. */
    public enum Drained {
        /** Its new sessions go to another backend, and it is remembered there. */
        MOVE,
        /** Its new sessions stay. */
        KEEP
    }
}
