package io.sluice.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** TLS that passes through: the handshake is between OpenSSL and OpenSSL, and neither notices us. */
@Tag("interop")
class TlsIT {

    @RegisterExtension
    final Stage stage = new Stage();

    private final int server = Ports.free();
    private final int port = Ports.free();
    private final Path certificate = stage.directory().resolve("cert.pem");
    private final Path key = stage.directory().resolve("key.pem");
    private final Sluice sluice = stage.sluice(Config.empty().tcp("tls", "127.0.0.1:" + port, "127.0.0.1:" + server));

    TlsIT() {
        Command.of("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
                .and("-subj", "/CN=sluice.test", "-addext", "subjectAltName=DNS:sluice.test", "-days", "2")
                .and("-keyout", key.toString(), "-out", certificate.toString())
                .output();
    }

    @Test
    void handshakesWithEveryVersion() throws IOException {
        serve("-rev");
        Path lines = Files.writeString(stage.directory().resolve("lines"), "hello\nCLOSE\n");

        for (String version : new String[] {"-tls1_2", "-tls1_3"}) {
            String answer = Command.of("openssl", "s_client", version, "-connect", "127.0.0.1:" + port)
                    .and("-servername", "sluice.test", "-CAfile", certificate.toString())
                    .and("-verify_return_error", "-quiet")
                    .reading(lines)
                    .output();
            assertThat(answer).isEqualTo("olleh\n");
        }

        assertThat(sluice.metrics().sum("sluice_backend_sessions_total")).isEqualTo(2);
    }

    @Test
    void carriesAFile() {
        Blob blob = Blob.create(stage.directory().resolve("blob"), 16, 13);
        serve("-WWW");

        String hash = Command.bash("curl -sS --cacert " + certificate + " --resolve sluice.test:" + port
                        + ":127.0.0.1 https://sluice.test:" + port + "/blob | sha256sum")
                .output();

        assertThat(hash).startsWith(blob.sha256());
        assertThat(sluice.metricsAtRest().sum("sluice_listener_bytes_total", "direction", "out"))
                .isBetween(blob.size(), blob.size() * 11 / 10);
    }

    private void serve(String mode) {
        stage.keep(Command.of("openssl", "s_server", "-accept", "127.0.0.1:" + server, "-quiet", mode)
                .and("-cert", certificate.toString(), "-key", key.toString())
                .in(stage.directory())
                .start());
        Ports.awaitTcp(server);
    }
}
