package io.sluice;

import java.io.OutputStream;
import java.util.function.IntConsumer;

/**
 * What the daemon takes from the world around it.
 *
 * @param stdout where the session log goes when it is asked for there
 * @param exit ends the process with a status when it can no longer be of use
 * @param seed of every random choice
 */
public record Surroundings(OutputStream stdout, IntConsumer exit, long seed) {}
