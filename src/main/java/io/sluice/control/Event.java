package io.sluice.control;

/**
 * A happening with its number and its time. Immutable.
 *
 * @param id counts up from 1 over the life of the process
 * @param epochMillis wall clock, milliseconds since 1970
 */
public record Event(long id, long epochMillis, Happening happening) {}
