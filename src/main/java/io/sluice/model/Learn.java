package io.sluice.model;

import java.util.Locale;

/** Whose times tell how good a backend is. */
public enum Learn {
    PROBES,
    /** The last attempts of sessions to reach it. */
    TRAFFIC,
    /** The two as if they were one series. */
    BOTH;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
