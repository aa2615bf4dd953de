package io.sluice.net;

/** Who is told when a descriptor can be read or written. Called on the worker that watches it. */
public interface Readiness {

    /**
     * Something is ready, as a set of {@link Events}. Edge-triggered: each edge is told once, and may be told too often, so
     * what is true is only known by trying.
     */
    void ready(int events);

    /** {@link #ready} threw: a bug of ours. The owner ends, nobody else does. */
    void failed(Throwable cause);
}
