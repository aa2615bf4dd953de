package io.sluice.health;

import io.sluice.model.DampingPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What results make of a backend.
 *
 * @param fall failures in a row that make it failed
 * @param rise successes in a row that end it
 * @param validityNanos how long a result counts
 * @param damping null = none
 */
public record ClassPolicy(
        int fall,
        int rise,
        long validityNanos,
        Grading grading,
        @Nullable DampingPolicy damping) {

    /** Of a pool with this check. */
    public static ClassPolicy of(CheckSpec check, Grading grading, @Nullable DampingPolicy damping) {
        return new ClassPolicy(check.fall(), check.rise(), check.validityNanos(), grading, damping);
    }
}
