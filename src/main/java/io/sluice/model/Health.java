package io.sluice.model;

/**
 * What the daemon knows of a backend's health at one moment.
 *
 * @param ejected taken out for a while because live sessions could not connect it
 */
public record Health(BackendClass backendClass, ProbeStatistics statistics, boolean ejected) {

    /** Without a check every backend is alive. */
    public static final Health UNCHECKED = new Health(BackendClass.ALIVE, ProbeStatistics.NONE, false);

    public Health ejected(boolean out) {
        return out == ejected ? this : new Health(backendClass, statistics, out);
    }

    /** Checked, but not probed yet. */
    public static final Health UNKNOWN = new Health(BackendClass.UNKNOWN, ProbeStatistics.NONE, false);
}
