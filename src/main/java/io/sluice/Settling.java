package io.sluice;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Tells when something that is looked at again and again has stopped changing. Pure but for what it remembers; used by one
 * thread.
 */
final class Settling {

    private final long quietNanos;
    private @Nullable Sight last;
    private long sinceNanos;
    private boolean isTold;

    /** @param quiet how long it has to look the same */
    Settling(Duration quiet) {
        this.quietNanos = quiet.toNanos();
    }

    /** True once for each sight that lasts, at the first look after it has lasted long enough. */
    boolean hasSettled(Sight sight, long nowNanos) {
        if (!sight.equals(last)) {
            last = sight;
            sinceNanos = nowNanos;
            isTold = false;
            return false;
        }
        if (isTold || nowNanos - sinceNanos < quietNanos) {
            return false;
        }
        isTold = true;
        return true;
    }

    /** Has the last sight told once more. */
    void again() {
        isTold = false;
    }
}
