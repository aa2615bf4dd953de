package io.sluice.admin;

/** What answers one route. Called on the admin loop, where it must not block; it throws only for bugs. */
@FunctionalInterface
public interface Handler {

    Outcome answer(Request request);
}
