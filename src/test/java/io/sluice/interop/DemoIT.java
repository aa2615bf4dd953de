package io.sluice.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the README tells to try first. */
@Tag("interop")
class DemoIT {

    @RegisterExtension
    final Stage stage = new Stage();

    private final int tcp = Ports.free();
    private final int udp = Ports.free();
    private final int admin = Ports.free();
    private final RealProgram demo = stage.keep(Sluice.command("demo")
            .and("--tcp-port", Integer.toString(tcp), "--udp-port", Integer.toString(udp))
            .and("--admin-port", Integer.toString(admin))
            .start());

    DemoIT() {
        Await.until(
                () -> "the demo is ready: " + demo.err(),
                () -> demo.out().contains("Try from another terminal")
                        && curl(admin, "/readyz").run().exit() == 0);
    }

    @Test
    void threeClientsMeetThreeBackends() {
        assertThat(Command.bash("for i in 1 2 3; do curl -sS http://127.0.0.1:" + tcp + "/; done | sort")
                        .output())
                .isEqualTo("hello from b1\nhello from b2\nhello from b3\n");
        String datagram = "bash -c 'exec 3<>/dev/udp/127.0.0.1/" + udp + "; echo hi >&3; timeout 5 head -n 1 <&3'";
        assertThat(Command.bash("for i in 1 2 3; do " + datagram + "; done | sort")
                        .output())
                .isEqualTo("b1: hi\nb2: hi\nb3: hi\n");

        Metrics metrics = Metrics.of(curl(admin, "/metrics").output());
        assertThat(metrics.by("backend", "sluice_backend_sessions_total", "pool", "demo-tcp"))
                .containsOnlyKeys("b1", "b2", "b3")
                .containsValues(1L);
        assertThat(metrics.sum("sluice_listener_sessions_total")).isEqualTo(6);
        Await.until(
                "the datagrams are counted",
                () -> Metrics.of(curl(admin, "/metrics").output()).sum("sluice_udp_datagrams_total", "direction", "out")
                        == 3);
        Outcome end = demo.terminate();
        assertThat(end.exit()).isZero();
        assertThat(end.out().lines().filter(line -> line.contains("listener=demo-")))
                .hasSize(6);
    }

    @Test
    void refusesAPortThatIsTaken() {
        Outcome second = Sluice.command("demo")
                .and("--tcp-port", Integer.toString(tcp), "--udp-port", Integer.toString(Ports.free()))
                .and("--admin-port", Integer.toString(Ports.free()))
                .run();

        assertThat(second.exit()).isEqualTo(1);
        assertThat(second.err()).startsWith("TCP port 127.0.0.1:" + tcp + ": ").contains("--tcp-port");
        assertThat(demo.terminate().exit()).isZero();
    }

    private static Command curl(int port, String path) {
        return Command.of("curl", "-sS", "--fail", "--max-time", "5", "http://127.0.0.1:" + port + path);
    }
}
