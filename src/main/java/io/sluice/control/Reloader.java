package io.sluice.control;

import java.util.concurrent.CompletableFuture;

/** Reads the configuration again, from where the process has it, and applies it. Thread-safe; does not block its caller. */
@FunctionalInterface
public interface Reloader {

    /**
     * Reads and applies; completes once the configuration is in force or refused.
     *
     * @param force permits to remove every listener, or every backend of a pool
     */
    CompletableFuture<ReloadResult> reload(boolean force);
}
