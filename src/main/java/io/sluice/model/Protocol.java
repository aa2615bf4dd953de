package io.sluice.model;

import java.util.Locale;

/** The transport protocol of a listener and of its sessions. */
public enum Protocol {
    TCP,
    UDP;

    /** The word used in configuration, metrics and logs. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
