package io.sluice.stats;

/** How a session's wait for a place on a backend ended. */
public enum QueueEnd {
    /** It got its place. */
    SERVED("served"),
    /** It waited for as long as it may. */
    TIMEOUT("timeout"),
    /** Its client left. */
    LEFT("left"),
    /** The pool it waited for has no candidate any more, or a better pool has one again: it asks anew. */
    MOVED("moved"),
    /** We are shutting down. */
    CUT("cut"),
    /** It never waited: as many as may were waiting. */
    FULL("full");

    private final String label;

    QueueEnd(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
