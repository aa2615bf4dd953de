package io.sluice.model;

import java.util.Locale;

/** What the probes say of a backend, worst first. A pool without a check has every backend {@link #ALIVE}. */
public enum BackendClass {
    FAILED,
    /** Not yet probed. */
    UNKNOWN,
    ALIVE,
    QUALIFIED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
