package io.sluice.topology;

import io.sluice.model.Endpoint;

/**
 * The section {@code admin}.
 *
 * @param listen a loopback address ({@link Endpoint.Inet}) or a UNIX socket ({@link Endpoint.Unix})
 */
public record AdminSpec(Endpoint listen) {}
