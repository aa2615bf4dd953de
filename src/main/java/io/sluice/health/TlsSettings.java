package io.sluice.health;

import io.netty.util.NetUtil;
import io.sluice.model.Options;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What a check asks of TLS.
 *
 * @param serverName sent to the backend, and to be found in its certificate if that is verified; empty = neither
 * @param verify whether the certificate must be valid now and lead to an authority
 * @param authorities whom to trust; empty = whom this Java trusts
 * @param alpn protocols to offer, of which the backend must take one; empty = nothing is offered
 * @param minValidity how long the backend's certificate must still be valid; zero = not looked at
 */
record TlsSettings(
        String serverName, boolean verify, List<X509Certificate> authorities, List<String> alpn, Duration minValidity) {

    private static final int LONGEST_PROTOCOL = 255;

    TlsSettings {
        authorities = List.copyOf(authorities);
        alpn = List.copyOf(alpn);
    }

    /**
     * The client of these options; notes what is wrong with them.
     *
     * @param serverName where the options have none
     * @param offers whether the options may name protocols
     */
    static TlsClient read(Options options, String serverName, boolean offers) {
        return read(options, serverName, offers ? protocols(options) : List.of());
    }

    /**
     * The client of these options, which name no protocols; notes what is wrong with them.
     *
     * @param alpn the protocols that the dialogue speaks
     */
    static TlsClient read(Options options, String serverName, List<String> alpn) {
        String name = options.text("server_name", serverName);
        if (!name.isEmpty() && !isName(name)) {
            options.reject("server_name", "a host name or an IP address");
            name = "";
        }
        boolean verify = options.flag("verify", true);
        TlsSettings settings = new TlsSettings(
                name, verify, authorities(options), alpn, options.duration("min_validity", Duration.ZERO));
        return built(options, settings);
    }

    private static TlsClient built(Options options, TlsSettings settings) {
        try {
            return new TlsClient(settings);
        } catch (SSLException e) {
            options.reject("ca", "certificates that can be trusted: " + Diagnosis.detail(e));
            return unverified();
        }
    }

    private static TlsClient unverified() {
        try {
            return new TlsClient(new TlsSettings("", false, List.of(), List.of(), Duration.ZERO));
        } catch (SSLException e) {
            throw new IllegalStateException("this Java cannot speak TLS", e);
        }
    }

    private static boolean isName(String text) {
        if (NetUtil.createByteArrayFromIpAddressString(text) != null) {
            return true;
        }
        try {
            return !new SNIHostName(text).getAsciiName().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static List<String> protocols(Options options) {
        List<String> protocols = options.texts("alpn");
        if (protocols.stream().anyMatch(name -> name.isEmpty() || name.length() > LONGEST_PROTOCOL)) {
            options.reject("alpn", "names of protocols, such as h2 and http/1.1");
            return List.of();
        }
        return protocols;
    }

    private static List<X509Certificate> authorities(Options options) {
        String file = options.text("ca", "");
        if (!options.has("ca")) {
            return List.of();
        }
        List<X509Certificate> found = new ArrayList<>();
        String problem = load(file, found);
        if (problem != null) {
            options.reject("ca", "a file of certificates in PEM format: " + problem);
        }
        return found;
    }

    private static @Nullable String load(String file, List<X509Certificate> found) {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            factory.generateCertificates(in).forEach(one -> found.add((X509Certificate) one));
            return found.isEmpty() ? "it holds none" : null;
        } catch (NoSuchFileException e) {
            return "no such file";
        } catch (AccessDeniedException e) {
            return "it may not be read";
        } catch (IOException | InvalidPathException e) {
            return "it cannot be read";
        } catch (CertificateException e) {
            return "it holds something else";
        }
    }

    boolean isAddress() {
        return NetUtil.createByteArrayFromIpAddressString(serverName) != null;
    }
}
