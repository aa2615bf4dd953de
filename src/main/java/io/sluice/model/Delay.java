package io.sluice.model;

/** What of a session is timed to tell a quick backend from a slow one. The words of a configuration are {@code connect} and {@code first-byte}. */
public enum Delay {
    /** How long the backend took to be reached; of UDP, which has no handshake, as {@link #FIRST_BYTE}. */
    CONNECT,
    /**
     * How long the backend took to say something: from when it was reached, or from the client's first byte if that was
     * forwarded later, to its own first byte; of UDP, from the first datagram forwarded to the first reply. A client that thinks
     * before it asks is not held against the backend.
     */
    FIRST_BYTE;

    /** The one that is written so. */
    public static Delay of(String word) {
        return word.equals("first-byte") ? FIRST_BYTE : CONNECT;
    }
}
