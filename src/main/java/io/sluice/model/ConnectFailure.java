package io.sluice.model;

import java.util.List;
import java.util.stream.Stream;

/** Why a connection to a backend could not be made, or a datagram socket to it is of no more use. */
public enum ConnectFailure {
    REFUSED("refused", "connection refused", false),
    TIMEOUT("timeout", "connect timed out", false),
    UNREACHABLE("unreachable", "host or network unreachable", false),
    RESET("reset", "reset while connecting", false),
    OTHER("other", "connect failed", false),
    DESCRIPTORS("descriptors", "out of file descriptors", true),
    PORTS("ports", "out of local ports", true),
    MEMORY("memory", "out of memory or buffers", true);

    /** Those that are held against a backend. */
    public static final List<ConnectFailure> OF_BACKENDS =
            Stream.of(values()).filter(failure -> !failure.isLocal()).toList();

    private final String label;
    private final String words;
    private final boolean local;

    ConnectFailure(String label, String words, boolean local) {
        this.label = label;
        this.words = words;
        this.local = local;
    }

    public String label() {
        return label;
    }

    public String words() {
        return words;
    }

    /** True when the cause is on this machine: never held against the backend. */
    public boolean isLocal() {
        return local;
    }
}
