package io.sluice.health;

import io.sluice.model.Endpoint;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * How the backends of one pool are checked. Immutable.
 *
 * @param fall failures in a row that make a backend failed
 * @param rise successes in a row that end it
 * @param sampling results that statistics are made of
 * @param port where backends are asked; 0 = at their own port
 * @param connectivity what is asked when all backends fail at once; null = nothing
 * @param path how the backends are reached
 */
public record CheckSpec(
        Probe probe,
        Timing timing,
        int fall,
        int rise,
        int sampling,
        int port,
        @Nullable Reference connectivity,
        ProbePath path) {

    /** The same check with another reference. */
    public CheckSpec with(Reference other) {
        return new CheckSpec(probe, timing, fall, rise, sampling, port, other, path);
    }

    /** What this check asks of a backend. A UNIX socket has no port that could be another. */
    public Question about(Endpoint backend) {
        return new Question(probe, target(backend), path, timing);
    }

    private Endpoint target(Endpoint backend) {
        if (port == 0) {
            return backend;
        }
        if (backend instanceof Endpoint.Inet inet) {
            return new Endpoint.Inet(new InetSocketAddress(inet.address().getAddress(), port));
        }
        return backend instanceof Endpoint.Named named ? new Endpoint.Named(named.host(), port) : backend;
    }

    /** How long a result counts, in nanoseconds: as long as {@code sampling} results take to come in, and one interval more. */
    long validityNanos() {
        return Math.multiplyExact(timing.interval().toNanos(), sampling + 1L);
    }
}
