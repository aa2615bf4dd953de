package io.sluice.control;

import io.sluice.pool.Backend;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The gradual drains that are under way, at most one for each backend. Used on the control loop only. */
final class GradualDrains {

    private final MoveMeans means;
    private final Map<Backend, GradualDrain> running = new HashMap<>();

    GradualDrains(MoveMeans means) {
        this.means = means;
    }

    /**
     * Ends the sessions of this backend at this pace from now on.
     *
     * @param pace null lets them go on
     */
    void replace(PoolController pool, Backend backend, @Nullable DrainPace pace) {
        stop(backend, "replaced");
        if (pace != null) {
            GradualDrain drain = new GradualDrain(pool, backend, pace, means, () -> running.remove(backend));
            running.put(backend, drain);
            drain.begin();
        }
    }

    /** Ends no more sessions of this backend. */
    void stop(Backend backend, String reason) {
        GradualDrain drain = running.get(backend);
        if (drain != null) {
            drain.stop(reason);
        }
    }

    /** Stops those whose backends drain no more. */
    void review() {
        List.copyOf(running.values()).forEach(GradualDrain::review);
    }
}
