package io.sluice.health;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.sluice.testing.Eventually;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;

/** An authority, and backends that speak TLS with certificates of it for {@code app.test}. */
final class TlsGround {

    private final X509Bundle authority = Eventually.calling(() -> new CertificateBuilder()
            .subject("CN=the authority")
            .setIsCertificateAuthority(true)
            .notAfter(Instant.now().plus(Duration.ofDays(1000)))
            .buildSelfSigned());

    /** The file of the authority's certificate. */
    String ca(Path directory) {
        try {
            return Files.writeString(directory.resolve("ca.pem"), authority.getCertificatePEM())
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A certificate that has still so long. */
    X509Bundle certificate(Duration validity) {
        return Eventually.calling(() -> new CertificateBuilder()
                .subject("CN=app.test")
                .addSanDnsName("app.test")
                .notBefore(Instant.now().minus(Duration.ofDays(100)))
                .notAfter(Instant.now().plus(validity))
                .buildIssuedBy(authority));
    }

    ScriptedBackend backend(Scene scene, Script script) throws IOException {
        return backend(scene, Duration.ofDays(90), script);
    }

    ScriptedBackend backend(Scene scene, Duration validity, Script script) throws IOException {
        return scene.backend(socket(certificate(validity)), script);
    }

    SSLServerSocket socket(X509Bundle bundle, String... protocols) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(bundle.toKeyManagerFactory().getKeyManagers(), null, null);
            SSLServerSocket socket =
                    (SSLServerSocket) context.getServerSocketFactory().createServerSocket();
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(protocols);
            socket.setSSLParameters(parameters);
            return socket;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
