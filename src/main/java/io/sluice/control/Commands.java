package io.sluice.control;

import io.sluice.model.BackendSpec;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * What an operator can change while traffic flows. Thread-safe: each command runs on the control loop, one after the other, and
 * the future completes there once what it changed is in force.
 */
public interface Commands {

    /** Changes a backend, all of it or nothing. */
    CompletableFuture<BackendAnswer> change(String pool, String backend, BackendChange change);

    /**
     * Adds a backend that the configuration does not have. It takes sessions as soon as its class lets it.
     *
     * @param backend its address leads to none of our own listeners
     */
    CompletableFuture<BackendAnswer> add(String pool, BackendSpec backend);

    /**
     * Removes a backend, of the configuration or not: it gets no new session, those that it has go on.
     *
     * @param expected what must be true of it at that moment
     */
    CompletableFuture<BackendAnswer> remove(String pool, String backend, Predicate<BackendSetting> expected);
}
