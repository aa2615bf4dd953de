package io.sluice.config;

import io.sluice.topology.ListenerSpec;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A listener as far as it could be read, with the places that the checks across sections need.
 *
 * @param bound one per address of the specification, in the same order
 * @param pool null when the file names none
 */
record ListenerDraft(
        ListenerSpec spec,
        String path,
        List<Bound> bound,
        @Nullable Value pool) {

    /** An address and the value it was written in; those of a port range share theirs. */
    record Bound(InetSocketAddress address, Value origin) {}
}
