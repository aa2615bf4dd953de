package io.sluice.control;

import java.util.concurrent.CompletableFuture;

/** Reads the configuration again, from where the process has it, and applies it. Thread-safe; does not block its caller. */
public interface Reloader {

    /** Reads and applies; completes once the configuration is in force or refused. */
    CompletableFuture<ReloadResult> reload(ReloadOptions options);

    /** The configuration that waits to be confirmed stays. */
    CompletableFuture<TrialAnswer> confirm();

    /** The configuration that waits to be confirmed goes, and the one before it comes back. */
    CompletableFuture<TrialAnswer> revert();
}
