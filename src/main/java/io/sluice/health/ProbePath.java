package io.sluice.health;

import io.sluice.model.Options;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How probes travel: as the pool's sessions do. Immutable; equal paths are the same way.
 *
 * @param source the local address that they leave from; null = the kernel's choice
 * @param header what the backend is told first; null = nothing
 * @param detour the proxies on the way, the first to be dialled first; empty = straight to the backend
 */
public record ProbePath(
        @Nullable InetAddress source, @Nullable ProxyHeader header, List<ProxyHop> detour) {

    /** Straight to the backend. */
    public static final ProbePath DIRECT = new ProbePath(null, null, List.of());

    public ProbePath {
        detour = List.copyOf(detour);
    }

    /** The path of a check with the key {@code detour_of}; notes what is wrong with it. */
    public static ProbePath read(Options options) {
        List<ProxyHop> hops = new ArrayList<>();
        for (String text : options.texts("detour_of")) {
            ProxyHop hop = ProxyHop.parse(text);
            if (hop == null) {
                options.reject("detour_of", ProxyHop.RULE);
                return DIRECT;
            }
            hops.add(hop);
        }
        if (!hops.isEmpty() && !hops.get(0).isAddress()) {
            options.reject("detour_of", "an IP address as the host of the first proxy");
            return DIRECT;
        }
        return DIRECT.around(hops);
    }

    public ProbePath from(@Nullable InetAddress local) {
        return new ProbePath(local, header, detour);
    }

    public ProbePath announced(@Nullable ProxyHeader first) {
        return new ProbePath(source, first, detour);
    }

    ProbePath around(List<ProxyHop> hops) {
        return new ProbePath(source, header, hops);
    }
}
