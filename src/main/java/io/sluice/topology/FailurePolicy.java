package io.sluice.topology;

import io.sluice.health.EjectionPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What live sessions' failures do to a backend, and what a failed backend's sessions are in for.
 *
 * @param passive when real connect failures take a backend out; null = never
 * @param closePerSecond how many TCP sessions of a backend that becomes failed are closed each second; 0 = they are kept
 */
public record FailurePolicy(@Nullable EjectionPolicy passive, int closePerSecond) {

    /** Nothing. */
    public static final FailurePolicy NONE = new FailurePolicy(null, 0);
}
