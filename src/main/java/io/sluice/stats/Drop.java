package io.sluice.stats;

/** Why a datagram was not forwarded. */
public enum Drop {
    DENIED("denied"),
    /** The listener or the process holds as many sessions as it may. */
    SESSIONS_FULL("sessions_full"),
    NO_BACKEND("no_backend"),
    BACKENDS_FULL("backends_full"),
    /** Source port 0, or a source that is one of our own listeners or backends. */
    LOOP("loop"),
    /** The backend answered with an ICMP error, or could not be reached. */
    BACKEND_REFUSED("backend_refused"),
    /** Too large for the path. */
    TOO_LARGE("too_large"),
    /** The socket's send buffer was full. */
    CONGESTED("congested"),
    /** Out of descriptors, ports or memory here. */
    LOCAL_RESOURCE("local_resource"),
    /** The datagram came while we were stopping. */
    STOPPING("stopping"),
    OTHER("other");

    private final String label;

    Drop(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
