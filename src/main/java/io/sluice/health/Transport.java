package io.sluice.health;

import org.jspecify.annotations.Nullable;

/**
 * What lies between a connection to the backend and the dialogue over it. Immutable.
 *
 * @param beyond where the backend, a proxy itself, is asked to connect to; null = the dialogue is with the backend
 * @param tls null = plain
 */
record Transport(@Nullable Beyond beyond, @Nullable TlsClient tls) {

    /** Nothing. */
    static final Transport PLAIN = new Transport(null, null);

    static Transport over(@Nullable TlsClient tls) {
        return new Transport(null, tls);
    }

    /**
     * A place that is reached through the backend.
     *
     * @param host an IP address, or a name for the backend to resolve
     */
    record Beyond(ProxyKind kind, String host, int port) {}
}
