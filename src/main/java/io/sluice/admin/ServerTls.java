package io.sluice.admin;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.sluice.topology.AdminSpec.KeyPair;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Map;

/** The TLS of the admin API: TLS 1.2 and 1.3 with one certificate. Blocks. */
final class ServerTls {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private ServerTls() {}

    /** @throws IOException with file and reason; never with what is in the files */
    static SslContext of(KeyPair files, Map<String, String> environment) throws IOException {
        SecretFile certificate = SecretFile.of(files.certificateFile(), environment);
        SecretFile key = SecretFile.of(files.keyFile(), environment);
        X509Certificate[] chain = chain(certificate);
        PrivateKey secret = PemKey.read(key);
        try {
            return SslContextBuilder.forServer(secret, chain)
                    .sslProvider(SslProvider.JDK)
                    .protocols(PROTOCOLS)
                    .build();
        } catch (IOException | RuntimeException e) { // the border of the library; its messages may quote the files
            throw new IOException(key.path() + ": not usable with " + certificate.path());
        }
    }

    private static X509Certificate[] chain(SecretFile file) throws IOException {
        try (InputStream in = new ByteArrayInputStream(file.content())) {
            X509Certificate[] chain = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toArray(X509Certificate[]::new);
            if (chain.length > 0) {
                return chain;
            }
        } catch (CertificateException e) {
            throw notPem(file); // without its cause, which may quote the file
        }
        throw notPem(file);
    }

    private static IOException notPem(SecretFile file) {
        return new IOException(file.path() + ": no certificate in PEM (expected: -----BEGIN CERTIFICATE-----)");
    }
}
