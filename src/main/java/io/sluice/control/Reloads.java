package io.sluice.control;

import io.sluice.topology.Topology;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Changes of the whole configuration while traffic flows. Thread-safe: they take effect one after the other. */
public interface Reloads {

    /**
     * Goes over to this configuration, all of it or nothing.
     *
     * @param hash of the file
     * @param force permits to remove every listener, or every backend of a pool
     */
    CompletableFuture<ReloadResult> apply(Topology next, String hash, boolean force);

    /** Records that a configuration was refused before it could be applied. */
    CompletableFuture<ReloadResult> refuse(List<String> problems);
}
