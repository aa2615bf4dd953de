package io.sluice.simulation;

import java.time.Duration;

/**
 * The sessions that come. Immutable.
 *
 * @param sessions how many
 * @param gaps from one arrival to the next
 * @param lengths of the sessions, from connected to ended
 * @param clients who opens them
 */
public record Load(int sessions, Distribution gaps, Distribution lengths, Clients clients) {

    /** At an even pace. */
    public static Load steady(int sessions, double perSecond, Distribution lengths, Clients clients) {
        return new Load(sessions, new Distribution.Constant(gap(perSecond)), lengths, clients);
    }

    /** At random moments: a Poisson process. */
    public static Load poisson(int sessions, double perSecond, Distribution lengths, Clients clients) {
        return new Load(sessions, new Distribution.Exponential(gap(perSecond)), lengths, clients);
    }

    private static Duration gap(double perSecond) {
        return Duration.ofNanos(Math.round(1e9 / perSecond));
    }
}
