package io.sluice.stats;

/** Which way bytes or datagrams go, seen from the client. */
public enum Direction {
    /** From the client. */
    IN,
    /** To the client. */
    OUT;

    public String label() {
        return this == IN ? "in" : "out";
    }
}
