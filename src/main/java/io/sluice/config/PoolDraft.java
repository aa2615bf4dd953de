package io.sluice.config;

import io.sluice.model.BackendSpec;
import io.sluice.topology.PoolSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pool as far as it could be read, with the places that the checks across sections need.
 *
 * @param backends one per backend of the specification, in the same order
 * @param fallback null when the file says nothing of it, or nothing that can be read
 */
record PoolDraft(
        PoolSpec spec,
        Section section,
        List<Member> backends,
        @Nullable Value fallback) {

    /** A backend and where its address is written. */
    record Member(BackendSpec spec, Value address) {}
}
