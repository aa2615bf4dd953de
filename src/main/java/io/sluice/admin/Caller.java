package io.sluice.admin;

/**
 * Who sent a request. Immutable.
 *
 * @param actor how the caller is known: {@code token:admin}, {@code token:reader}, {@code uid:1000} or, where nothing is asked
 *     for, {@code anyone}
 * @param from where the connection comes from: address and port, or {@code unix}
 */
record Caller(String actor, String from, Role role) {}
