package io.sluice.config;

import io.sluice.topology.Topology;
import java.util.List;

/**
 * A configuration whose host names have become addresses. Immutable.
 *
 * @param topology where a backend is still {@link io.sluice.model.Endpoint.Named}, it must not be dialled
 * @param warnings one for each of those, in the order of the pools
 */
public record Resolved(Topology topology, List<Problem> warnings) {

    public Resolved {
        warnings = List.copyOf(warnings);
    }
}
