package io.sluice.health;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * How probes travel: as the pool's sessions do.
 *
 * @param source the local address that they leave from; null = the kernel's choice
 */
public record ProbePath(@Nullable InetAddress source) {

    /** Straight to the backend. */
    public static final ProbePath DIRECT = new ProbePath(null);
}
