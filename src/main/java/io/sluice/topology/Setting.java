package io.sluice.topology;

/**
 * One value that differs between two configurations.
 *
 * @param key as in the configuration file, below the listener, pool, backend or section that it belongs to
 * @param from as it runs
 * @param to as it would run; never the same text as {@code from}
 */
public record Setting(String key, String from, String to) {}
