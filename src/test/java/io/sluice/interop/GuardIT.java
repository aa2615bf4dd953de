package io.sluice.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients that are not let in, and those that are. */
@Tag("interop")
class GuardIT {

    @RegisterExtension
    final Stage stage = new Stage();

    private final List<Nginx> backends = Nginx.start(stage, "b1");
    private final int port = Ports.free();

    @Test
    void turnsAwayWhoIsDenied() {
        Sluice sluice = start("deny: [ 127.0.0.2/32 ]");

        assertThat(curl("--interface", "127.0.0.2").run().exit()).isIn(52, 56);
        assertThat(curl("--interface", "127.0.0.3").output()).isEqualTo("b1\n");

        Metrics metrics = sluice.metrics();
        assertThat(metrics.sum("sluice_listener_refused_total", "reason", "denied"))
                .isEqualTo(1);
        assertThat(metrics.sum("sluice_sessions_ended_total", "code", "PC")).isEqualTo(1);
        assertThat(metrics.sum("sluice_listener_sessions_total")).isEqualTo(2);
        assertThat(metrics.sum("sluice_backend_sessions_total")).isEqualTo(1);
    }

    @Test
    void letsInAsManyAsTheListenerTakes() {
        Sluice sluice = start("max_sessions: 2");
        RealProgram[] held = new RealProgram[2];
        Arrays.setAll(
                held,
                i -> stage.keep(
                        Command.of("socat", "PIPE", "TCP:127.0.0.1:" + port).start()));
        Await.until("two sessions", () -> sluice.metrics().sum("sluice_backend_sessions_active") == 2);

        assertThat(curl().run().exit()).isIn(52, 56);
        held[0].kill();
        Await.until("one place is free", () -> sluice.metrics().sum("sluice_backend_sessions_active") == 1);
        assertThat(curl().output()).isEqualTo("b1\n");

        held[1].kill();
        assertThat(sluice.metrics().sum("sluice_listener_refused_total", "reason", "listener_full"))
                .isEqualTo(1);
    }

    private Sluice start(String keys) {
        return stage.sluice(Config.empty()
                .tcp("web", "127.0.0.1:" + port, keys + ", half_close_timeout: 1s", Nginx.addresses(backends)));
    }

    private Command curl(String... more) {
        return Command.of("curl", "-sS", "--max-time", "10", "-H", "Connection: close")
                .and("http://127.0.0.1:" + port + "/who")
                .and(more);
    }
}
