package io.sluice.topology;

import java.net.InetSocketAddress;
import java.util.List;

/** One thing that the next configuration does otherwise than the running one. Immutable. */
public sealed interface Change {

    /** A listener that there is not yet. */
    record ListenerOpened(ListenerSpec listener) implements Change {}

    /** A listener that there will not be: it takes no new client, its sessions go on until they end. */
    record ListenerClosed(ListenerSpec listener) implements Change {}

    /**
     * A listener of the same name that differs.
     *
     * @param gained addresses that are bound anew
     * @param lost addresses that are closed
     * @param settings what else differs
     */
    record ListenerChanged(
            ListenerSpec listener, List<InetSocketAddress> gained, List<InetSocketAddress> lost, List<Setting> settings)
            implements Change {}

    /** A pool that there is not yet, with all of its backends. */
    record PoolAdded(PoolSpec pool) implements Change {}

    /** A pool that there will not be; its backends drain. */
    record PoolRemoved(PoolSpec pool) implements Change {}

    /** A pool of the same name that differs in more than its backends. */
    record PoolChanged(String pool, List<Setting> settings) implements Change {}

    /** A backend that a pool does not have yet. */
    record BackendAdded(String pool, String backend, String address) implements Change {}

    /** A backend that a pool will not have: it gets no new session, those that it has go on. */
    record BackendRemoved(String pool, String backend, String address) implements Change {}

    /** A backend of the same pool and name that differs. */
    record BackendChanged(String pool, String backend, List<Setting> settings) implements Change {}

    /** Values of the process that a reload puts into force. */
    record ProcessChanged(List<Setting> settings) implements Change {}

    /** Values of the process that only a restart puts into force. */
    record RestartNeeded(List<Setting> settings) implements Change {}
}
