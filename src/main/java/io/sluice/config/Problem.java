package io.sluice.config;

/**
 * One thing in a configuration that is wrong, or worth a warning: where it is, what is written there, and what was expected.
 *
 * @param line counts from 1
 * @param column counts from 1
 * @param path the key, such as {@code pools.web.backends[0].weight}; {@code file} and {@code yaml} for what is wrong with the
 *     file as such
 * @param value what is written, shortened and with control characters escaped
 */
public record Problem(String file, int line, int column, String path, String value, String expected) {

    @Override
    public String toString() {
        return file + ":" + line + ":" + column + " " + path + ": " + value + " (expected: " + expected + ")";
    }
}
