package io.sluice.model;

/** Why a session was not served; the metrics label, the termination code and the words of the log in one place. */
public enum Refusal {
    DENIED("denied", TerminationCode.REFUSED, "the source address is not allowed"),
    LISTENER_FULL("listener_full", TerminationCode.REFUSED, "the listener is at its max_sessions"),
    PROCESS_FULL("process_full", TerminationCode.REFUSED, "the process is at its session limit"),
    NO_BACKEND("no_backend", TerminationCode.CONNECT_FAILED, "the pool has no backend to offer"),
    BACKENDS_FULL("backends_full", TerminationCode.REFUSED, "every backend is at its max_sessions"),
    QUEUE_FULL(
            "queue_full", TerminationCode.REFUSED, "every backend is at its max_sessions and the pool's queue is full"),
    DESCRIPTORS("descriptors", TerminationCode.LOCAL_RESOURCE, "out of file descriptors");

    private final String label;
    private final TerminationCode code;
    private final String words;

    Refusal(String label, TerminationCode code, String words) {
        this.label = label;
        this.code = code;
        this.words = words;
    }

    public String label() {
        return label;
    }

    public TerminationCode code() {
        return code;
    }

    public String words() {
        return words;
    }
}
