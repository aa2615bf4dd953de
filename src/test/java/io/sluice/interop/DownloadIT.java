package io.sluice.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** 100 MiB through every kind of address, compared by hash. */
@Tag("interop")
class DownloadIT {

    private static final int MEBIBYTES = 100;

    @RegisterExtension
    final Stage stage = new Stage();

    private final Blob blob = Blob.create(stage.directory().resolve("blob"), MEBIBYTES, 7);
    private final int port = Ports.free();

    @Test
    void overIpv4() {
        download("127.0.0.1:" + port, "127.0.0.1:" + Ports.free(), 1);
    }

    @Test
    void overIpv6() {
        download("[::1]:" + port, "[::1]:" + Ports.free(), 1);
    }

    @Test
    void fromIpv6ToIpv4() {
        download("[::1]:" + port, "127.0.0.1:" + Ports.free(), 1);
    }

    @Test
    void fromAUnixSocket() {
        download("127.0.0.1:" + port, "unix:" + stage.directory().resolve("nginx.sock"), 1);
    }

    @Test
    void eightAtOnce() {
        download("127.0.0.1:" + port, "127.0.0.1:" + Ports.free(), 8);
    }

    private void download(String listen, String backend, int clients) {
        stage.keep(Nginx.at(stage.directory(), "b1", backend));
        Sluice sluice = stage.sluice(Config.empty().tcp("files", listen, backend));
        String one = "curl -sS --http1.0 -g -w '%%{stderr}%%{size_header}\\n' http://%s/blob | sha256sum & "
                .formatted(listen);

        Outcome outcome = Command.bash(one.repeat(clients) + " wait").run();

        assertThat(outcome.output().lines()).isEqualTo(Collections.nCopies(clients, blob.sha256() + "  -"));
        long headers = outcome.err().lines().mapToLong(Long::parseLong).sum();
        Metrics metrics = sluice.metricsAtRest();
        assertThat(metrics.sum("sluice_backend_sessions_total", "backend", "b1"))
                .isEqualTo(clients);
        assertThat(metrics.sum("sluice_sessions_ended_total", "code", "--")).isEqualTo(clients);
        assertThat(metrics.sum("sluice_listener_bytes_total", "direction", "out"))
                .isEqualTo(clients * blob.size() + headers);
    }
}
