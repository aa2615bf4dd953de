package io.sluice.model;

/**
 * How a session ended: who caused it, then in which phase. The letters are HAProxy's (configuration manual 8.5), reduced to
 * what a layer-4 session knows.
 */
public enum TerminationCode {
    NORMAL("--", "ended by both sides"),
    CLIENT_LEFT_CONNECTING("CC", "the client left before a backend was connected"),
    CLIENT_LEFT_QUEUE("CQ", "the client left while it waited for a place on a backend"),
    QUEUE_TIMEOUT("sQ", "waited too long for a place on a backend"),
    CLIENT_RESET("CD", "the client reset the session"),
    CLIENT_IDLE("cD", "idle for too long, waiting for the client"),
    CONNECT_FAILED("SC", "no backend could be connected"),
    CONNECT_TIMEOUT("sC", "connecting to the backend took too long"),
    BACKEND_RESET("SD", "the backend reset the session"),
    BACKEND_IDLE("sD", "idle for too long, waiting for the backend"),
    REFUSED("PC", "refused by a limit or an access list"),
    LOCAL_RESOURCE("RC", "out of descriptors, ports or memory here"),
    BACKEND_DOWN("DD", "closed because its backend failed its probes"),
    KILLED("KD", "closed by the operator"),
    SHUTDOWN("LD", "closed by our own shutdown"),
    INTERNAL("I?", "internal error");

    private final String code;
    private final String words;

    TerminationCode(String code, String words) {
        this.code = code;
        this.words = words;
    }

    /** The two letters of logs and metrics. */
    public String code() {
        return code;
    }

    /** The reason in words, when nothing more exact is known. */
    public String words() {
        return words;
    }
}
