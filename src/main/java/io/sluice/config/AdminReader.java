package io.sluice.config;

import io.sluice.model.Endpoint;
import io.sluice.model.Protocol;
import io.sluice.topology.AdminSpec;
import io.sluice.topology.AdminSpec.KeyPair;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code admin}, and refuses an address that others reach while nothing keeps them out. */
final class AdminReader {

    static final Endpoint LISTEN =
            new Endpoint.Inet(new InetSocketAddress(IpText.address((byte) 127, (byte) 0, (byte) 0, (byte) 1), 9900));

    private final Section section;

    AdminReader(Section section) {
        this.section = section;
    }

    AdminSpec read() {
        AdminSpec spec = new AdminSpec(
                section.get("listen", AdminText.INSTANCE, LISTEN),
                secret(section, "token_file"),
                secret(section, "read_token_file"),
                tls(),
                section.flag("insecure", false),
                hosts(),
                metricsListen(),
                CidrText.list(section, "allow_backends"));
        section.close();
        checkTls(spec);
        checkOpenness(spec);
        checkMetrics(spec);
        return spec;
    }

    private static @Nullable String secret(Section section, String key) {
        Value value = section.find(key);
        return value == null || value.isNull() ? null : file(value);
    }

    private @Nullable KeyPair tls() {
        Value value = section.find("tls");
        if (value == null || value.isNull()) {
            return null;
        }
        Section files = value.section("{ cert: FILE, key: FILE }");
        String certificate = required(files, "cert");
        String key = required(files, "key");
        files.close();
        return certificate == null || key == null ? null : new KeyPair(certificate, key);
    }

    private static @Nullable String required(Section files, String key) {
        Value value = files.require(key, SecretText.INSTANCE.expected());
        return value == null ? null : file(value);
    }

    /** What is no file name may be the secret itself, so no message shows it. */
    private static @Nullable String file(Value value) {
        String file = value.isScalar() ? SecretText.INSTANCE.parse(value.shown()) : null;
        if (file == null) {
            value.problems().problem(value.place(), value.path(), "not shown", SecretText.INSTANCE.expected());
        }
        return file;
    }

    private List<String> hosts() {
        return section.list("hosts", "a list of host names").stream()
                .map(item -> item.read(HostText.INSTANCE))
                .filter(Objects::nonNull)
                .toList();
    }

    private @Nullable Endpoint metricsListen() {
        Value value = section.find("metrics_listen");
        return value == null || value.isNull() ? null : value.read(AdminText.INSTANCE);
    }

    private void checkTls(AdminSpec spec) {
        Value tls = section.find("tls");
        if (tls != null && spec.tls() != null && spec.listen() instanceof Endpoint.Unix) {
            tls.reject("no tls with a UNIX socket, which nobody can listen in on");
        }
    }

    private void checkMetrics(AdminSpec spec) {
        Value metrics = section.find("metrics_listen");
        BoundAddresses bound = new BoundAddresses();
        if (metrics != null
                && spec.listen() instanceof Endpoint.Inet api
                && spec.metricsListen() instanceof Endpoint.Inet inet
                && (bound.add(Protocol.TCP, api.address(), "") != null
                        || bound.add(Protocol.TCP, inet.address(), "") != null)) {
            metrics.reject("an address that is free; admin.listen has it");
        }
    }

    private void checkOpenness(AdminSpec spec) {
        Value listen = section.find("listen");
        if (listen == null || isLocal(spec.listen()) || spec.insecure()) {
            return;
        }
        // A key that is there but could not be read has been complained of already.
        boolean hasToken = spec.hasToken() || isGiven("token_file") || isGiven("read_token_file");
        boolean hasTls = spec.tls() != null || isGiven("tls");
        if (!hasToken || !hasTls) {
            listen.reject("a loopback address or unix:/PATH; one that others reach needs "
                    + (hasToken ? "" : (hasTls ? "admin.token_file" : "admin.token_file and "))
                    + (hasTls ? "" : "admin.tls")
                    + ", or admin.insecure: true");
        }
    }

    private boolean isGiven(String key) {
        Value value = section.find(key);
        return value != null && !value.isNull();
    }

    private static boolean isLocal(Endpoint listen) {
        return !(listen instanceof Endpoint.Inet inet)
                || inet.address().getAddress().isLoopbackAddress();
    }
}
