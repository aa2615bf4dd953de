package io.sluice.model;

import java.time.Duration;

/**
 * When a backend that keeps changing is held back: it is not qualified.
 *
 * @param halfLife in which the penalty of its changes halves
 * @param suppress the penalty from which on it is held back; each change into or out of failed adds 1
 * @param reuse the penalty below which it no longer is; less than {@code suppress}
 */
public record DampingPolicy(Duration halfLife, double suppress, double reuse) {}
