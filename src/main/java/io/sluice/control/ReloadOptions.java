package io.sluice.control;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a configuration is gone over to. Immutable.
 *
 * @param force permits to remove every listener, or every backend of a pool
 * @param keepRuntime what operators have changed at run time is kept, as far as the next configuration has what it is about
 * @param confirm unless it is confirmed in this time, what was before comes back; null when it need not be confirmed
 */
public record ReloadOptions(
        boolean force, boolean keepRuntime, @Nullable Duration confirm) {

    /** All of the configuration, and for good. */
    public static final ReloadOptions PLAIN = new ReloadOptions(false, false, null);

    /** The same, whatever it removes. */
    public static final ReloadOptions FORCED = new ReloadOptions(true, false, null);
}
