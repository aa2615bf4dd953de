package io.sluice.net;

/** Who needs the worker's coarse tick: sweeps and timeouts. */
public interface Ticking {

    /**
     * Called on the worker about every {@link Worker#TICK_NANOS}.
     *
     * @return false when no further tick is needed until the next {@link Worker#keepTicking}
     */
    boolean tick(long nowNanos);
}
