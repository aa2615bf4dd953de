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
     */
    CompletableFuture<ReloadResult> apply(Topology next, String hash, ReloadOptions options);

    /** Records that a configuration was refused before it could be applied. */
    CompletableFuture<ReloadResult> refuse(List<String> problems);

    /** The configuration that waits to be confirmed stays. */
    CompletableFuture<TrialAnswer> confirm();

    /** The configuration that waits to be confirmed goes, and the one before it comes back. */
    CompletableFuture<TrialAnswer> revert();
}
