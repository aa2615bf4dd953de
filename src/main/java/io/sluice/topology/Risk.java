package io.sluice.topology;

/**
 * Something that a reload would do and that an operator may not mean.
 *
 * @param place such as {@code pools.web} or {@code listeners}
 * @param words what is dangerous about it
 */
public record Risk(String place, String words) {}
