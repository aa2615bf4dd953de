package io.sluice.metrics;

import io.netty.util.Version;

/**
 * What this process is built from: the labels of {@code sluice_build_info}.
 *
 * @param transport the mechanism that moves the bytes, such as {@code epoll}
 */
public record Build(String version, String java, String netty, String transport) {

    private static final String UNKNOWN = "unknown";

    /** The build that runs here, of the given Sluice version. */
    public static Build running(String version) {
        Version transport = Version.identify().get("netty-transport-classes-epoll");
        return new Build(
                version,
                System.getProperty("java.version", UNKNOWN),
                transport == null ? UNKNOWN : transport.artifactVersion(),
                "epoll");
    }
}
