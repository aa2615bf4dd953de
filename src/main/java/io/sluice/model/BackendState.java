package io.sluice.model;

import java.util.Locale;

/** What the operator says of a backend. */
public enum BackendState {
    /** Takes new sessions. */
    ENABLED,
    /** Takes no new session; open ones go on. */
    DRAINING,
    /** Takes no session; open ones are closed. */
    DISABLED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
