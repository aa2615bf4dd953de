package io.sluice.model;

import java.util.Locale;

/** The rule that narrows a pool to its candidates by what the probes say. */
public enum Objective {
    /** Everyone that is not failed. */
    ALIVE,
    /** The qualified. */
    QUALIFIED,
    /** Of the qualified, those whose probe times vary least: the least standard deviation. */
    LEASTLOAD,
    /** Of the qualified, those that answer probes fastest: the least mean. */
    LEASTPING;

    /** True when the order of the backends, and not only their class, decides who is a candidate. */
    public boolean isRanked() {
        return this == LEASTLOAD || this == LEASTPING;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
