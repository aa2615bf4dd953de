package io.sluice.topology;

import java.util.List;

/** One whole configuration: what the operator asked for. Immutable. */
public record Topology(
        RuntimeSpec runtime, AdminSpec admin, LogSpec log, List<ListenerSpec> listeners, List<PoolSpec> pools) {

    public Topology {
        listeners = List.copyOf(listeners);
        pools = List.copyOf(pools);
    }

    /** The same with other pools. */
    public Topology with(List<PoolSpec> others) {
        return new Topology(runtime, admin, log, listeners, others);
    }
}
