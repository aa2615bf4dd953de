package io.sluice.control;

import io.sluice.model.BackendState;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What an operator wants of one backend. Immutable.
 *
 * @param weight 0 to {@link io.sluice.model.BackendSpec#MAX_WEIGHT}; null leaves it as it is
 * @param maxSessions 0 is no limit; null leaves it as it is
 * @param state null leaves it as it is
 * @param expected what must be true of the backend at that moment for the change to be made
 */
public record BackendChange(
        @Nullable Integer weight,
        @Nullable Integer maxSessions,
        @Nullable BackendState state,
        Predicate<BackendSetting> expected) {

    /** Of the state alone. */
    static BackendChange to(BackendState state, Predicate<BackendSetting> expected) {
        return new BackendChange(null, null, state, expected);
    }
}
