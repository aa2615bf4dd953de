package io.sluice.admin;

import io.netty.handler.ssl.SslContext;
import io.sluice.model.Endpoint;
import io.sluice.topology.AdminSpec;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is let in at the addresses of a configuration; reads the files that it names. Blocks; for the thread that wires the daemon. */
public final class AdminDoors {

    private static final Logger LOG = LoggerFactory.getLogger(AdminDoors.class);

    private AdminDoors() {}

    /**
     * At {@code admin.listen}.
     *
     * @param environment of the process, where systemd says where its credentials are
     * @throws IOException with key, file and reason, never with a secret
     */
    public static Access ofApi(AdminSpec spec, Map<String, String> environment) throws IOException {
        Tokens tokens;
        SslContext tls;
        try {
            tokens = new Tokens(
                    TokenFile.read(spec.tokenFile(), environment), TokenFile.read(spec.readTokenFile(), environment));
            tls = spec.tls() == null ? null : ServerTls.of(spec.tls(), environment);
        } catch (IOException e) {
            throw new IOException("admin: " + e.getMessage(), e);
        }
        if (!isLocal(spec.listen())) {
            requireGuard(spec, tokens.areNeeded(), tls != null);
        }
        return new Access(tokens, spec.hosts(), false, tls);
    }

    private static void requireGuard(AdminSpec spec, boolean hasToken, boolean hasTls) throws IOException {
        String address = spec.listen().text();
        if ((!hasToken || !hasTls) && !spec.insecure()) {
            throw new IOException(
                    "admin: " + address + ": others reach it (expected: a token and TLS, or insecure: true)");
        }
        if (!hasToken) {
            LOG.warn(
                    "admin address={} insecure: whoever reaches it may change the balancer; set admin.token_file",
                    address);
        }
        if (!hasTls) {
            LOG.warn("admin address={} insecure: what is sent there can be read on its way; set admin.tls", address);
        }
    }

    /** At {@code admin.metrics_listen}: everyone, to what only tells how things are. */
    public static Access ofMetrics(AdminSpec spec, Endpoint listen) {
        return new Access(Tokens.NONE, spec.hosts(), !isLocal(listen), null);
    }

    private static boolean isLocal(Endpoint listen) {
        return !(listen instanceof Endpoint.Inet inet)
                || inet.address().getAddress().isLoopbackAddress();
    }
}
