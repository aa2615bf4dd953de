package io.sluice.control;

/** The control loop as those see it who have something to do on it later. Used on the control loop only. */
interface Agenda {

    /**
     * Runs the task after everything that the loop has been given already, so that several changes can meet in one task. From any
     * thread.
     */
    void soon(Runnable task);

    /** Runs the task once, after this time. */
    void in(long nanos, Runnable task);

    /** A clock that never goes back; only differences mean something. */
    long nanoTime();
}
