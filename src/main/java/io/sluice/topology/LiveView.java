package io.sluice.topology;

/** What of the running daemon a plan is measured by. Who implements it says on which thread it may be asked. */
public interface LiveView {

    /** Open sessions of a backend, those being connected included; 0 when there is none of these names. */
    int sessionsOf(String pool, String backend);

    /** Open sessions of a listener; 0 when there is none of this name. */
    int sessionsOf(String listener);

    /** The mean time of the probes of a backend in nanoseconds; 0 when nothing was measured. */
    long meanProbeNanos(String pool, String backend);
}
