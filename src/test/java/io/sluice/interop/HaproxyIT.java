package io.sluice.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Another balancer before ours, or behind it. */
@Tag("interop")
class HaproxyIT {

    @RegisterExtension
    final Stage stage = new Stage();

    private final List<Nginx> backends = Nginx.start(stage, "b1", "b2", "b3");
    private final int haproxy = Ports.free();
    private final int port = Ports.free();

    @Test
    void standsBeforeUs() {
        haproxy("tcp", List.of("127.0.0.1:" + port));
        Sluice sluice = stage.sluice(Config.empty().tcp("web", "127.0.0.1:" + port, Nginx.addresses(backends)));

        ask(haproxy);

        assertThat(sluice.metrics().by("backend", "sluice_backend_sessions_total"))
                .isEqualTo(Map.of("b1", 10L, "b2", 10L, "b3", 10L));
        load(haproxy);
    }

    @Test
    void standsBehindUs() {
        haproxy("http", List.of(Nginx.addresses(backends)));
        Sluice sluice = stage.sluice(Config.empty().tcp("web", "127.0.0.1:" + port, "127.0.0.1:" + haproxy));

        ask(port);

        assertThat(sluice.metrics().sum("sluice_backend_sessions_total", "backend", "b1"))
                .isEqualTo(30);
        load(port);
    }

    private void ask(int at) {
        String answers = Command.of("curl", "-sS", "--fail", "-H", "Connection: close")
                .and("http://127.0.0.1:" + at + "/who?[1-30]")
                .output();
        assertThat(answers.lines().collect(Collectors.groupingBy(line -> line, Collectors.counting())))
                .isEqualTo(Map.of("b1", 10L, "b2", 10L, "b3", 10L));
    }

    private void load(int at) {
        Wrk wrk = Wrk.of(Wrk.against(stage.directory(), "http://127.0.0.1:" + at + "/who", 12, 2)
                .output());
        assertThat(wrk.requests()).isGreaterThan(500);
        assertThat(wrk.bad() + wrk.broken()).isZero();
    }

    private void haproxy(String mode, List<String> servers) {
        StringBuilder config =
                new StringBuilder("defaults\n timeout connect 5s\n timeout client 30s\n timeout server 30s\n");
        config.append(" mode ")
                .append(mode)
                .append("\nlisten front\n bind 127.0.0.1:")
                .append(haproxy)
                .append('\n');
        for (String server : servers) {
            config.append(" server s")
                    .append(config.length())
                    .append(' ')
                    .append(server)
                    .append('\n');
        }
        try {
            Path file = Files.writeString(stage.directory().resolve("haproxy.cfg"), config);
            stage.keep(Command.of("haproxy", "-db", "-f", file.toString()).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Ports.awaitTcp(haproxy);
    }
}
