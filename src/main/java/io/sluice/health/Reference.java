package io.sluice.health;

import io.sluice.model.Endpoint;

/**
 * What is asked when all backends of a pool fail at once: an address that answers as long as the network does.
 *
 * @param target a {@link Endpoint.Named} fails, as a network without DNS would
 */
public record Reference(Probe probe, Endpoint target) {

    /** The same probe of another address. */
    public Reference at(Endpoint other) {
        return new Reference(probe, other);
    }
}
