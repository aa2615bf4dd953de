package io.sluice.topology;

import io.sluice.model.Cidr;
import io.sluice.model.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code admin}. Files are named as in the configuration: by an absolute path, or by the name of a systemd
 * credential.
 *
 * @param listen an address ({@link Endpoint.Inet}) or a UNIX socket ({@link Endpoint.Unix})
 * @param tokenFile holds the token of those who may change things; null when there is none
 * @param readTokenFile holds the token of those who may only look; null when there is none
 * @param tls null for plain HTTP
 * @param insecure permits an address that others reach without a token or without TLS
 * @param hosts names that callers may use beside localhost and the address
 * @param metricsListen a second address, for metrics and health only; null when there is none
 * @param allowBackends where backends may be that the API adds; empty = anywhere
 */
public record AdminSpec(
        Endpoint listen,
        @Nullable String tokenFile,
        @Nullable String readTokenFile,
        @Nullable KeyPair tls,
        boolean insecure,
        List<String> hosts,
        @Nullable Endpoint metricsListen,
        List<Cidr> allowBackends) {

    public AdminSpec {
        hosts = List.copyOf(hosts);
        allowBackends = List.copyOf(allowBackends);
    }

    /** The API may add backends anywhere. */
    public AdminSpec(
            Endpoint listen,
            @Nullable String tokenFile,
            @Nullable String readTokenFile,
            @Nullable KeyPair tls,
            boolean insecure,
            List<String> hosts,
            @Nullable Endpoint metricsListen) {
        this(listen, tokenFile, readTokenFile, tls, insecure, hosts, metricsListen, List.of());
    }

    /** Everything but the address as it is by default. */
    public AdminSpec(Endpoint listen) {
        this(listen, null, null, null, false, List.of(), null);
    }

    /** True when a token is asked for. */
    public boolean hasToken() {
        return tokenFile != null || readTokenFile != null;
    }

    /** A certificate chain and its private key, both PEM files. */
    public record KeyPair(String certificateFile, String keyFile) {}
}
