package io.sluice.tcp;

/** One phase in the life of a session; a session is in one at a time and moves on by replacing it. On the session's worker. */
interface Phase {

    /** Something is ready on one of the session's sides. */
    void ready(Side side, int events);

    /** Looks at its deadlines: every tick for a phase that is brief, once a sweep for the others. */
    void tick(long nowNanos);

    /** True when it must be ticked every time: it is short, and its deadlines are close. */
    boolean isBrief();

    /** Ends the session for a reason of ours. */
    void cut(Cause cause);

    /** The operator has closed the backend that it is with. Ends the session, unless it can do without. */
    default void withdrawn(Cause cause) {
        cut(cause);
    }

    /** Gives back what the phase holds besides the client's side. */
    void release();
}
