package io.sluice.model;

import java.net.InetSocketAddress;

/**
 * What is known of a new session when its backend is picked.
 *
 * @param protocol of the listener
 * @param source the client's address and port
 * @param destination the address the client used; for TCP on a wildcard listener whose pool does not ask for it, the wildcard
 */
public record Flow(Protocol protocol, InetSocketAddress source, InetSocketAddress destination) {}
