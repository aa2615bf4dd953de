package io.sluice.control;

import java.util.concurrent.CompletableFuture;

/**
 * What an operator can change while traffic flows. Thread-safe: each command runs on the control loop, one after the other, and
 * the future completes there once what it changed is in force.
 */
public interface Commands {

    /** Changes a backend, all of it or nothing. */
    CompletableFuture<BackendAnswer> change(String pool, String backend, BackendChange change);
}
